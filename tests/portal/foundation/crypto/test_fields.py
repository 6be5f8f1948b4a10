"""Sealed fields: each has a place of its own, and keeps it whatever its table is called."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldError

from messaging.threads.models import Attachment
from portal.dossiers.models import Dossier
from portal.foundation.crypto.fields import SealedTextField

SEALED = [
    (model, field)
    for model in apps.get_models()
    if not model._meta.proxy
    for field in model._meta.get_fields()
    if isinstance(field, SealedTextField)
]


def test_no_two_sealed_fields_share_a_place():
    places = [field.sealed_as for _, field in SEALED]
    assert len(places) == len(set(places)) > 15


def test_a_renamed_table_still_opens(monkeypatch):
    field, dossier = Dossier._meta.get_field("title"), Dossier()
    before = field.context_of(dossier)
    monkeypatch.setattr(Dossier._meta, "db_table", "portal_affaire")
    assert field.context_of(dossier) == before == f"dossiers_dossier.title:{dossier.pk}"


def test_a_field_without_a_place_seals_nothing():
    field = SealedTextField()
    field.set_attributes_from_name("text")
    with pytest.raises(FieldError, match="sealed_as"):
        field.context_of(Dossier())
    assert [error.id for error in field.check() if error.id == "crypto.E001"]


def test_a_row_numbered_by_the_database_seals_nothing():
    """Its key is unknown when the text is sealed: it would never open again."""
    field = SealedTextField(sealed_as="some.place")
    field.set_attributes_from_name("text")
    field.model = Attachment
    assert [error.id for error in field.check()] == ["crypto.E002"]
    field.model = Dossier
    assert not field.check()
