"""What both sides read of a mandate, in their own spaces."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.clock import now, today
from portal.mandates.actions import declare_child, give, revoke
from portal.mandates.ages import turning
from portal.mandates.ending import notify_ends
from portal.mandates.models import Mandate
from portal.mandates.notifying import notify_both
from portal.notices.models import Notice
from reminders.inbox.helpers import notify_helpers
from reminders.inbox.mandate_words import KINDS, words_of_mandate
from reminders.inbox.models import InboxItem
from reminders.inbox.subjects import address_of
from reminders.reminders.models import Reminder
from tests.reminders.conftest import licence
from tests.reminders.paper import reminder_of

__all__ = ["licence"]
pytestmark = pytest.mark.django_db
OF_MANDATE = KINDS - {Notice.Kind.MANDATE_DECLINED, Notice.Kind.HELPED_REMINDED}


@pytest.fixture
def mandate(amelie, bruno) -> Mandate:
    return give(citizen=amelie.citizen, holder=bruno, kind="helper", by=amelie, receives=True, ends_on=today())


@pytest.mark.parametrize("kind", sorted(OF_MANDATE))
def test_each_side_reads_its_own_words(mandate, amelie, bruno, kind):
    notify_both(mandate, kind, by=None)
    hers, his = (Notice.objects.get(kind=kind, citizen=user.citizen) for user in (amelie, bruno))
    assert "Bruno Gagnon" in words_of_mandate(hers)
    assert "Amélie Tremblay" in words_of_mandate(his) and words_of_mandate(his) != words_of_mandate(hers)
    assert address_of(hers, amelie) == "/aider/pour-moi/" and address_of(his, bruno) == "/aider/"


def test_a_helper_is_notified_once_that_a_reminder_came(mandate, amelie, bruno, licence):
    reminder: Reminder = reminder_of(amelie.citizen, licence, days=3)
    InboxItem.objects.create(citizen=amelie.citizen, reminder=reminder, created_at=now())
    assert (notify_helpers(), notify_helpers()) == (1, 0)
    notice = Notice.objects.get(kind="helped_reminded", citizen=bruno.citizen)
    assert "l’espace d’Amélie Tremblay" in words_of_mandate(notice)
    revoke(mandate=mandate, by=amelie)
    assert notify_helpers() == 0


def test_a_look_costs_the_same_however_many_help(mandate, amelie, bruno, people, licence):
    def looked() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert notify_helpers() == 0
        return len(asked)

    InboxItem.objects.create(citizen=amelie.citizen, reminder=reminder_of(amelie.citizen, licence, days=3))
    assert notify_helpers() == 1
    alone = looked()
    Mandate.objects.bulk_create(
        Mandate(citizen=person.citizen, holder=bruno, kind="helper", starts_on=today(), receives=True)
        for person in people.values()
        if getattr(person, "citizen", None) and person not in {amelie, bruno}
    )
    assert looked() == alone


def test_two_mandates_for_one_person_notify_their_holder_once(mandate, amelie, bruno, licence):
    give(citizen=amelie.citizen, holder=bruno, kind="legal", by=amelie, receives=True)
    InboxItem.objects.create(citizen=amelie.citizen, reminder=reminder_of(amelie.citizen, licence, days=3))
    assert notify_helpers() == 1


def test_a_limit_holds_for_what_is_notified_too(amelie, bruno, ramq, licence):
    give(
        citizen=amelie.citizen,
        holder=bruno,
        kind="helper",
        by=amelie,
        receives=True,
        is_limited=True,
        organization_ids=[ramq.pk],
    )
    InboxItem.objects.create(citizen=amelie.citizen, reminder=reminder_of(amelie.citizen, licence, days=3))
    assert notify_helpers() == 0


def test_a_child_with_an_account_is_notified_before_fourteen_too(amelie, bruno, clock_offset):
    born = turning(today(), -14) + dt.timedelta(days=20)
    child = declare_child(given_name="Léa", family_name="Roy", birth_date=born, by=amelie)
    assert notify_ends() == 1
    notice = Notice.objects.get(kind="child_soon_14", citizen=child)
    assert "vous décidez de votre santé" in words_of_mandate(notice)
