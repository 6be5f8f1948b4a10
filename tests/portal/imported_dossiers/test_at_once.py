"""A system and a person at the same instant: what waits is opened, whoever was first."""

import threading

import pytest
from django.db import connections

from portal.client_numbers.actions import agree
from portal.dossiers.models import Dossier
from portal.imported_dossiers import actions
from portal.imported_dossiers.models import ImportedDossier
from portal.imported_dossiers.rows import DossierRow

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_number_agreed_while_its_dossier_is_received_opens_it(licence, saaq, amelie, monkeypatch):
    """Between the reading of the row and its writing, the person agrees."""
    received = actions.receive(organization=saaq, rows=[DossierRow("D-1", licence, "A-100")], by=None)
    assert received.unmatched == {"D-1"}
    write = actions._write

    def person() -> None:
        agree(citizen=amelie.citizen, organization=saaq, number="A-100", how="code", by=amelie)
        connections.close_all()

    other = threading.Thread(target=person)

    def write_later(*given) -> bool:
        other.start()
        other.join(1)  # as long as it may take; it waits for the end of the reception
        return write(*given)

    monkeypatch.setattr(actions, "_write", write_later)
    actions.receive(organization=saaq, rows=[DossierRow("D-1", licence, "A-100", stage="etude")], by=None)
    other.join()
    assert ImportedDossier.objects.get().citizen == amelie.citizen
    assert Dossier.objects.get(number="D-1").stage == "etude"
