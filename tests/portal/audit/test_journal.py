"""The journal only grows."""

import pytest
from django.db import ProgrammingError, connection, transaction

from portal.audit.actions import record
from portal.audit.models import AuditEvent
from portal.audit.querysets import AuditTampering
from portal.mandates.actions import revoke


def test_a_row_is_neither_changed_nor_deleted_by_the_model(amelie):
    event = record("citizen.created", by=amelie, citizen=amelie.citizen)
    for tamper in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(AuditTampering):
            tamper()
    with pytest.raises(AuditTampering):
        AuditEvent.objects.update(verb="x")


@pytest.mark.parametrize("statement", ["UPDATE audit_auditevent SET verb = 'x'", "DELETE FROM audit_auditevent"])
def test_the_web_role_has_no_right_to_change_it(people, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_an_action_is_undone_when_its_row_cannot_be_written(amelie, rachel, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(AuditEvent, "save", broken)
    with pytest.raises(OSError, match="disk full"):
        revoke(mandate=rachel.mandates.get(), by=amelie)
    assert rachel.mandates.get().revoked_at is None


def test_a_citizen_reads_only_what_concerns_them(amelie, bruno):
    assert AuditEvent.objects.visible_to(amelie).exists()
    assert not AuditEvent.objects.visible_to(amelie).exclude(citizen_id=amelie.citizen.pk).exists()
