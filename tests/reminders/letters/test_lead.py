"""A letter of before the date is printed early enough to arrive, for whom nothing but paper reaches."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from portal.clock import now
from portal.consents.models import Channel
from portal.people.models import Citizen
from portal.printing import actions as printing
from reminders.deadlines.actions import follow
from reminders.deadlines.models import Deadline
from reminders.deliveries import release
from reminders.deliveries.models import Delivery
from reminders.holidays.models import Holiday
from reminders.kinds.models import DeadlineKind
from reminders.letters import actions
from reminders.letters.models import Letter
from reminders.reminders.ladder import business_days_before
from tests.reminders.paper import agree

pytestmark = pytest.mark.django_db
DUE_ON = dt.date(2031, 6, 18)
"""A Wednesday. Its step −7 is on Wednesday 11 June; six business days before, Tuesday 3 June."""


def at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2031, 6, day, hour, 0, 30, tzinfo=ZoneInfo("America/Toronto"))


@pytest.fixture
def release_at(monkeypatch):
    def run(instant: dt.datetime) -> int:
        monkeypatch.setattr(release, "now", lambda: instant)
        return release.release_due()

    return run


@pytest.fixture
def wants(bruno, licence):
    Citizen.objects.filter(pk=bruno.citizen.pk).update(
        email_verified_at=None, phone="+14185550122", postal_address="1, rue du Port\nGaspé"
    )

    def follows(*channels: Channel, due_on: dt.date = DUE_ON) -> Deadline:
        wordings = dict.fromkeys(channels, "Oui")
        deadline = follow(citizen=bruno.citizen, kind=licence, due_on=due_on, wordings=wordings, by=bruno)
        gone = {"state": "cancelled", "why": "act", "settled_at": now()}
        deadline.reminders.filter(step__offset_days=-30).update(**gone)  # its day is before those told here
        return deadline

    return follows


@pytest.mark.parametrize(
    ("day", "count", "holidays", "expected"),
    [
        (dt.date(2031, 6, 11), 0, (), dt.date(2031, 6, 11)),
        (dt.date(2031, 6, 11), 5, (), dt.date(2031, 6, 4)),
        (dt.date(2031, 6, 11), 5, (dt.date(2031, 6, 9),), dt.date(2031, 6, 3)),
        (dt.date(2031, 6, 9), 1, (), dt.date(2031, 6, 6)),  # a Monday
        (dt.date(2031, 6, 8), 1, (), dt.date(2031, 6, 6)),  # a Sunday
    ],
)
def test_business_days_leave_out_weekends_and_holidays(day, count, holidays, expected):
    assert business_days_before(day, count, holidays) == expected


def test_it_goes_to_the_print_queue_early_and_says_until_when_it_is_posted(wants, release_at):
    wants(Channel.LETTER)
    assert release_at(at(2)) == 0 and release_at(at(3)) == 1
    delivery = Delivery.objects.get()
    assert delivery.channel == "letter"
    actions.queue(deliveries=[delivery], at=at(3), by=None)
    assert Letter.objects.get().post_before == dt.date(2031, 6, 4)
    assert release_at(at(4)) == 0  # once
    assert release_at(at(11)) == 1  # the letter of the eve, early too


def test_a_holiday_makes_it_earlier(wants, release_at):
    Holiday.objects.create(day=dt.date(2031, 6, 9), name_fr="Fête")
    wants(Channel.LETTER)
    assert release_at(at(2)) == 1


def test_an_organization_says_how_long_the_post_takes(wants, release_at, licence):
    DeadlineKind.objects.filter(pk=licence.pk).update(post_days=0)
    wants(Channel.LETTER)
    assert release_at(at(10)) == 0 and release_at(at(11)) == 1


def test_whom_an_e_mail_reaches_waits_for_its_day(wants, release_at, bruno):
    wants(Channel.LETTER, Channel.EMAIL)
    Citizen.objects.filter(pk=bruno.citizen.pk).update(email_verified_at=now())
    assert release_at(at(3)) == 0 and release_at(at(11)) == 1
    assert Delivery.objects.get().channel == "email"


def test_the_telephone_still_rings_on_the_day(wants, release_at):
    wants(Channel.LETTER, Channel.PHONE)
    assert release_at(at(3)) == 1
    starts = dict(Delivery.objects.values_list("channel", "not_before"))
    assert starts["letter"] <= at(3) and starts["phone"] == at(11).replace(second=0)
    assert Delivery.objects.get(channel="phone").since == starts["phone"]  # nor is it too old by then


def test_after_the_date_a_letter_is_never_printed_before_it(wants):
    deadline = wants(Channel.LETTER)
    early = deadline.reminders.exclude(post_at=None).values_list("step__offset_days", flat=True)
    assert sorted(early) == [-30, -7, -1]


def test_who_begins_to_want_letters_is_planned_again(wants, bruno):
    deadline = wants(Channel.EMAIL)
    assert not deadline.reminders.exclude(post_at=None).exists()
    agree(bruno.citizen, Channel.LETTER, bruno)
    assert deadline.reminders.exclude(post_at=None).count() == 3


def test_batches_take_the_most_pressing_first(georgette, queued, operator):
    """The oldest in the queue is not the first to post."""
    later, sooner = queued(georgette, days=90), queued(georgette, days=50)
    batch = printing.prepare(printable="letters", by=operator, largest=1)
    assert batch.letters.get() == sooner
    (row,) = Letter.objects.queued().by_organization()
    assert row["post_before"] == later.post_before > sooner.post_before


def test_the_queue_and_the_batch_say_until_when(georgette, queued, operator, signed_in):
    queued(georgette, days=90)
    client = signed_in(operator)
    assert "à poster avant le" in client.get("/gestion/letters/letter/").content.decode()
    batch = printing.prepare(printable="letters", by=operator)
    page = client.get(f"/gestion/letters/letterbatch/{batch.pk}/change/").content.decode()
    assert "À poster avant le" in page and "pour que chaque lettre arrive à temps" in page


def test_what_is_late_says_so_and_nothing_is_late_from_its_birth(georgette, queued, operator, signed_in, clock_offset):
    queued(georgette, days=10)  # its step was thirty days before
    client = signed_in(operator)
    assert "à poster aujourd’hui\u00a0: le" in client.get("/gestion/letters/letter/").content.decode()
    batch = printing.prepare(printable="letters", by=operator)
    page = client.get(f"/gestion/letters/letterbatch/{batch.pk}/change/").content.decode()
    assert "À poster aujourd’hui\u00a0: le" in page and "etard" not in page
    clock_offset(days=1)
    client = signed_in(operator)
    assert "en retard\u00a0: à poster tout de suite" in client.get("/gestion/letters/letter/").content.decode()
    page = client.get(f"/gestion/letters/letterbatch/{batch.pk}/change/").content.decode()
    assert "En retard\u00a0: à poster tout de suite" in page and "arrive à temps" not in page
