"""What is planned, what would come back, by which channel; drawn and listed."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from portal.clock import now, today
from portal.consents.actions import withdraw
from portal.consents.models import Channel, Purpose
from portal.people.actions import amend
from reminders.deadlines.actions import open_deadline, pause, set_aside
from reminders.deadlines.models import Deadline
from reminders.deadlines.reaching import channels_for
from reminders.forecast.outlook import MOST_A_MONTH, outlook
from reminders.forecast.strip import GROUND, bars
from reminders.kinds.dates import on
from reminders.kinds.models import DeadlineKind
from reminders.reminders.models import Reminder
from reminders.suspensions.actions import suspend
from tests.queries import growth, queries_of

ADDRESS = reverse("forecast:forecast")
pytestmark = pytest.mark.django_db


def ahead(user):
    return outlook(user.citizen, at=now())


def coming(user, **wanted):
    rows = [row for month in ahead(user).months for row in month.coming]
    return [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]


def test_a_year_from_today_month_by_month(amelie, followed):
    months = [month.first for month in ahead(amelie).months]
    assert len(months) in {12, 13} and months[0] == today().replace(day=1) and len(set(months)) == len(months)
    day = today()
    year = (on(day.year + 1, day.month, day.day) - day).days  # 366 across a 29 February
    followed(amelie, days=year - 1)
    followed(amelie, days=year + 35)
    result = coming(amelie, is_projected=False)
    assert [row.days for row in result] == [-30, -7, -1]  # what comes after a year is not told
    assert all(row.at < now() + dt.timedelta(days=366) for row in result)


def test_each_planned_reminder_once_in_its_month(amelie, followed):
    deadline = followed(amelie, days=40)
    result = coming(amelie, is_projected=False)
    planned = deadline.reminders.planned().order_by("due_at")
    assert [row.at for row in result] == list(planned.values_list("due_at", flat=True)) and len(result) == 5
    assert [row.days for row in result] == [-30, -7, -1, 1, 7]
    assert result[0].words == "30 jours avant le" and result[-1].words == "7 jours après le"
    for month in ahead(amelie).months:
        assert {row.local.date().replace(day=1) for row in month.coming} <= {month.first}


def test_a_recurring_kind_comes_back_if_one_goes_on(amelie, licence, followed):
    day = today() + dt.timedelta(days=5)
    DeadlineKind.objects.filter(pk=licence.pk).update(basis=f"calendar:{day:%m-%d}")
    followed(amelie, days=5, kind=DeadlineKind.objects.get(pk=licence.pk))
    projected = coming(amelie, is_projected=True)
    assert [(row.due_on, row.days) for row in projected] == [
        (on(day.year + 1, day.month, day.day), days) for days in (-30, -7)
    ]
    Deadline.objects.update(renews=False)
    assert coming(amelie, is_projected=True) == []


def test_an_occurrence_already_followed_is_told_once(amelie, licence, followed):
    DeadlineKind.objects.filter(pk=licence.pk).update(basis="calendar:month_end")
    followed(amelie, days=3, kind=DeadlineKind.objects.get(pk=licence.pk))
    followed(amelie, days=33, kind=DeadlineKind.objects.get(pk=licence.pk))
    rows = [(row.due_on, row.days) for row in coming(amelie, is_projected=True)]
    assert len(rows) == len(set(rows)) > 12


def test_channels_are_those_consented_reachable_and_allowed(amelie, followed, licence):
    followed(amelie, days=40, channels=(Channel.INBOX, Channel.EMAIL, Channel.SMS))
    assert coming(amelie)[0].channels == (Channel.INBOX, Channel.EMAIL, Channel.SMS)
    suspend(citizen=amelie.citizen, channel=Channel.EMAIL, address=amelie.citizen.email, reason="bounce", by=None)
    assert coming(amelie)[0].channels == (Channel.INBOX, Channel.SMS)
    DeadlineKind.objects.filter(pk=licence.pk).update(channels=["inbox"])
    assert coming(amelie)[0].channels == (Channel.INBOX,)


@pytest.mark.parametrize(
    ("usable", "kept"),
    [
        ([Channel.EMAIL, Channel.LETTER], (Channel.EMAIL,)),
        ([Channel.INBOX, Channel.LETTER, Channel.PHONE], (Channel.INBOX, Channel.LETTER, Channel.PHONE)),
        ([Channel.INBOX], (Channel.INBOX,)),
        ([], ()),
    ],
)
def test_paper_and_voice_only_when_nothing_else_does(usable, kept):
    assert tuple(channels_for(usable, list(Channel))) == kept


def test_without_consent_the_page_says_that_nothing_leaves(amelie, followed, signed_in):
    followed(amelie, days=40, channels=(Channel.EMAIL,))
    withdraw(citizen=amelie.citizen, purpose=Purpose.REMINDERS, channel=Channel.EMAIL, by=amelie)
    page = signed_in(amelie).get(ADDRESS).content.decode()
    assert "Aucun rappel ne partira" in page and "aucun moyen choisi" in page


def test_paused_and_set_aside_are_not_promised(amelie, followed):
    paused, dropped = followed(amelie, days=40), followed(amelie, days=60)
    pause(deadline=paused, by=amelie)
    set_aside(deadline=dropped, by=amelie)
    assert not coming(amelie) and ahead(amelie).paused == [paused]


def test_a_stopped_kind_is_not_promised(amelie, followed, licence, saaq_administrator):
    followed(amelie, days=40)
    DeadlineKind.objects.filter(pk=licence.pk).update(stopped_at=now(), stopped_by=saaq_administrator)
    assert not coming(amelie)


def test_hours_are_those_of_the_person(amelie, followed, signed_in):
    """Another zone plans again: the same hour of the morning, there."""
    deadline = followed(amelie, days=40)
    amend(citizen=amelie.citizen, columns={"time_zone": "America/Halifax"}, by=amelie)
    first = deadline.reminders.planned().order_by("due_at").first()
    local = first.due_at.astimezone(ZoneInfo("America/Halifax"))
    assert coming(amelie)[0].local == local.replace(tzinfo=None) and local.hour == 9


def test_an_appointment_says_its_hour(amelie, licence, followed, signed_in):
    followed(amelie, days=40)
    open_deadline(
        citizen=amelie.citizen, kind=licence, due_on=today() + dt.timedelta(days=50), due_time=dt.time(14, 5), by=amelie
    )
    assert "à 14\u00a0h\u00a005" in {row.hour for row in coming(amelie)}


def test_bars_stand_on_the_ground_and_stay_in_the_drawing(amelie, followed):
    followed(amelie, days=40)
    Deadline.objects.update(renews=False)  # the birthday may come within the year or not
    drawn = bars(ahead(amelie))
    assert len(drawn) == len(ahead(amelie).months) and sum(bar.count for bar in drawn) == ahead(amelie).total
    assert all(0 < bar.number_y <= GROUND and bar.top + bar.projected + bar.planned == GROUND for bar in drawn)
    assert sum(bar.has_date for bar in drawn) == 1


def test_the_page_draws_lists_says_why_and_offers_a_switch(amelie, followed, signed_in):
    deadline = followed(amelie, days=40)
    page = signed_in(amelie).get(ADDRESS).content.decode()
    assert "<svg" in page and "r-year-planned" in page and "rappels dans les douze prochains mois" in page
    assert "vous l’avez accepté le" in page and "suivi depuis le" in page and "par courriel" in page
    assert reverse("deadlines:not_for_me", args=[deadline.pk]) in page and "style=" not in page


def test_a_stranger_sees_nothing_of_it(amelie, bruno, followed, signed_in):
    Deadline.objects.filter(citizen=bruno.citizen).update(state="cancelled", closed_at=now(), closed_by=bruno)
    deadline = followed(amelie, days=40)
    assert str(deadline.pk) not in signed_in(bruno).get(ADDRESS).content.decode()
    assert "Aucun rappel prévu" in signed_in(bruno).get(ADDRESS).content.decode()


def test_the_page_costs_the_same_at_3_and_300_deadlines(amelie, licence, followed, signed_in):
    client = signed_in(amelie)
    for days in (10, 40, 70):
        followed(amelie, days=days)
    with growth(client, ADDRESS) as cost:
        add_deadlines(amelie.citizen, licence, 297)
    assert ahead(amelie).total > 300 and cost.after == cost.before == queries_of(client, ADDRESS)
    assert cost.before <= 16


def test_a_crowded_month_says_how_many_more(amelie, licence, signed_in):
    made = Deadline.objects.bulk_create(
        Deadline(
            citizen=amelie.citizen, concerned=amelie.citizen, kind=licence, due_on=today() + dt.timedelta(days=day)
        )
        for day in range(90, 90 + MOST_A_MONTH + 3)
    )
    at = now() + dt.timedelta(days=40)
    Reminder.objects.bulk_create(
        Reminder(
            deadline=deadline, due_on=deadline.due_on, recipient=amelie.citizen, due_at=at, useful_until=at, step=None
        )
        for deadline in made
    )
    Deadline.objects.filter(citizen=amelie.citizen).update(renews=False)
    page = signed_in(amelie).get(ADDRESS).content.decode()
    assert "Et 3 autres rappels ce mois-là" in page and "le rappel que vous avez demandé" in page


def add_deadlines(citizen, kind, count):
    made = Deadline.objects.bulk_create(
        Deadline(citizen=citizen, concerned=citizen, kind=kind, due_on=today() + dt.timedelta(days=100 + day))
        for day in range(count)
    )
    step = kind.steps.order_by("offset_days").first()
    Reminder.objects.bulk_create(
        Reminder(
            deadline=deadline,
            due_on=deadline.due_on,
            step=step,
            recipient=citizen,
            due_at=now() + dt.timedelta(days=30 + place),
            useful_until=now() + dt.timedelta(days=400),
        )
        for place, deadline in enumerate(made)
    )
