"""The ledger is only added to; a withdrawal is written once."""

import datetime as dt

import pytest
from django.db import IntegrityError, connections, transaction

from portal.audit.models import AuditEvent
from portal.clock import now
from portal.consents import ledger
from portal.consents.actions import give, withdraw
from portal.consents.models import Channel, Consent, Purpose
from portal.consents.querysets import LedgerError
from portal.people.models import User

pytestmark = pytest.mark.django_db
WHAT = {"purpose": Purpose.REMINDERS, "channel": Channel.EMAIL}


@pytest.fixture
def consent(amelie) -> Consent:
    return give(citizen=amelie.citizen, wording="Oui, je le veux.", by=amelie, **WHAT)


def test_giving_twice_is_giving_once(consent, amelie):
    assert give(citizen=amelie.citizen, wording="Oui, je le veux.", by=amelie, **WHAT) == consent
    assert AuditEvent.objects.filter(verb="consent.given").count() == 1


def test_other_words_make_another_row(consent, amelie):
    other = give(citizen=amelie.citizen, wording="Oui, autrement.", by=amelie, **WHAT)
    consent.refresh_from_db()
    assert other != consent and consent.withdrawn_how == "replaced"
    assert Consent.objects.in_force().get() == other


def test_withdrawing_keeps_the_row(consent, amelie):
    gone = withdraw(citizen=amelie.citizen, by=amelie, **WHAT)
    assert gone == consent and gone.withdrawn_by == amelie and gone.withdrawn_at
    assert withdraw(citizen=amelie.citizen, by=amelie, **WHAT) is None
    assert not Consent.objects.in_force().exists() and Consent.objects.count() == 1


def test_rows_are_never_edited_nor_deleted(consent):
    consent.wording = "Autre chose"
    for change in (consent.save, consent.delete, Consent.objects.all().delete, lambda: Consent.objects.update(how="x")):
        with pytest.raises(LedgerError):
            change()


def test_two_in_force_are_refused_by_the_database(consent, amelie):
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(citizen=amelie.citizen, wording="Encore", given_by=amelie, **WHAT)


def test_a_stranger_sees_none(consent, amelie, rachel, bruno):
    assert consent in Consent.objects.visible_to(amelie)
    assert consent in Consent.objects.visible_to(rachel)
    assert not Consent.objects.visible_to(bruno).exists()


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM consents_consent",
        "UPDATE consents_consent SET wording = 'x'",
        "UPDATE consents_consent SET given_at = now()",
    ],
)
def test_even_sql_cannot_tamper_with_it(people, tampering):
    """The trigger, run as the owner of the table, in the owner's transaction."""
    amelie = people["amelie"]
    with connections["owner"].cursor() as cursor:
        cursor.execute(ledger.REVERSE_SQL + ledger.SQL)
        Consent(citizen_id=amelie.citizen.pk, wording="Oui", given_by_id=amelie.pk, **WHAT).save(using="owner")
        at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
        mine = Consent.objects.using("owner")
        assert mine.mark_withdrawn(withdrawn_at=at, withdrawn_by=amelie.pk, withdrawn_how="web") == 1
        with pytest.raises(IntegrityError), transaction.atomic(using="owner"):
            cursor.execute(tampering)


def test_the_ledger_of_an_erased_account_may_leave_and_no_other(amelie, bruno):
    """Seven years after: the sweep asks (`Consent.Privacy`), the trigger looks again whose row it is."""
    for person in (amelie, bruno):
        give(citizen=person.citizen, wording="Oui", by=person, **WHAT)
    User.objects.filter(pk=bruno.pk).update(closed_at=now(), erased_at=now())
    User.objects.filter(pk=amelie.pk).update(closed_at=now())
    Consent.objects.filter(citizen=bruno.citizen)._raw_delete("default")
    assert not Consent.objects.filter(citizen=bruno.citizen).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(citizen=amelie.citizen)._raw_delete("default")
