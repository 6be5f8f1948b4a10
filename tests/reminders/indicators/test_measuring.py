"""The indicator, recomputed by another path: a fixture told in words, counted by hand and in Python."""

import csv
import datetime as dt
import io
import itertools
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import connection
from django.urls import reverse

from portal.clock import now, today
from portal.consents.actions import give, withdraw
from portal.people.models import Citizen
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.fallback.sweep import follow_up
from reminders.inbox.models import InboxItem
from reminders.indicators import actions, measuring
from reminders.indicators.actions import measure_recent, report_last_month, report_month
from reminders.indicators.admin import ReportAdmin
from reminders.indicators.coverage import coverage_of
from reminders.indicators.models import Outcome, Report
from reminders.kinds.actions import import_deadlines
from reminders.kinds.models import DeadlineKind
from reminders.reminders.models import Reminder
from tests.days import years_before

pytestmark = pytest.mark.django_db
_groups = itertools.count(1)


@pytest.fixture
def kind(people):
    import_deadlines(by=None)
    found = DeadlineKind.objects.get(code="permis-conduire-paiement")
    found.state, found.published_at, found.published_by = "published", now(), people["emile"]
    found.save()
    return found


def person(**columns) -> Citizen:
    return Citizen.objects.create(given_name="Personne", family_name=str(uuid4())[:8], **columns)


def due(kind, citizen, days_ago=10, state="open", closed_days_ago=None, opened_days_ago=60, **columns) -> Deadline:
    at = now()
    closed_at = at - dt.timedelta(days=closed_days_ago) if closed_days_ago is not None else None
    return Deadline.objects.create(
        citizen=citizen,
        concerned=citizen,
        kind=kind,
        due_on=today() - dt.timedelta(days=days_ago),
        opened_at=at - dt.timedelta(days=opened_days_ago),
        state=state,
        closed_at=closed_at,
        **columns,
    )


def sent(deadline, *, days_ago, channel="email", state="accepted", read=None) -> None:
    """A reminder that left, and its delivery (none for the inbox)."""
    at = now() - dt.timedelta(days=days_ago)
    step = (
        deadline.kind.steps.exclude(pk__in=Reminder.objects.filter(deadline=deadline).values("step"))
        .order_by("offset_days")
        .first()
    )
    reminder = Reminder.objects.create(
        deadline=deadline,
        due_on=deadline.due_on,
        step=step,
        recipient=deadline.citizen,
        due_at=at,
        useful_until=at + dt.timedelta(days=1),
        state="sent",
        settled_at=at,
    )
    if channel == "inbox":
        InboxItem.objects.create(
            citizen=deadline.citizen,
            reminder=reminder,
            created_at=at,
            read_at=read,
            read_by=deadline.citizen.user if read else None,
        )
        return
    Delivery.objects.create(
        recipient=deadline.citizen,
        channel=channel,
        purpose="reminders",
        group=f"t:{next(_groups)}",
        since=at,
        not_before=at,
        state=state,
        attempted_at=at,
        settled_at=at,
        reminder_ids=[reminder.pk],
    )


def consented(citizen, by, days_ago=50):
    row = give(citizen=citizen, purpose="reminders", channel="email", wording="x", by=by)
    type(row).objects.filter(pk=row.pk)  # the ledger refuses edits: its date is moved by the clock below
    return row


@pytest.fixture
def long_ago(clock_offset):
    """Consents of this test were given two months ago."""

    def given(citizen, by, withdrawn=False):
        clock_offset(days=-60)
        give(citizen=citizen, purpose="reminders", channel="email", wording="x", by=by)
        if withdrawn:
            clock_offset(days=-40)
            withdraw(citizen=citizen, purpose="reminders", channel="email", by=by)
        clock_offset(days=0)

    return given


def outcome_of(deadline) -> Outcome:
    measure_recent()
    return Outcome.objects.get(pk=deadline.pk)


def test_an_accepted_email_before_the_date_is_digital(kind, amelie, long_ago):
    deadline = due(kind, person())
    long_ago(deadline.citizen, amelie)
    sent(deadline, days_ago=17)
    outcome = outcome_of(deadline)
    assert (outcome.reach, outcome.channel, outcome.act, outcome.excluded) == ("digital", "email", "not_known", "")


@pytest.mark.parametrize(
    ("state", "reach"), [("bounced", "unreached"), ("failed", "unreached"), ("uncertain", "unreached")]
)
def test_what_did_not_arrive_does_not_count(kind, amelie, long_ago, state, reach):
    deadline = due(kind, person())
    long_ago(deadline.citizen, amelie)
    sent(deadline, days_ago=17, state=state)
    assert outcome_of(deadline).reach == reach


def test_after_the_date_is_too_late_to_count(kind, amelie, long_ago):
    deadline = due(kind, person(), state="done", closed_days_ago=2)
    long_ago(deadline.citizen, amelie)
    sent(deadline, days_ago=5)
    outcome = outcome_of(deadline)
    assert (outcome.reach, outcome.act) == ("unreached", "after_reminder")


def test_nobody_asked(kind):
    assert outcome_of(due(kind, person())).reach == "not_asked"


def test_a_consent_withdrawn_before_the_day_does_not_count(kind, amelie, long_ago):
    deadline = due(kind, person())
    long_ago(deadline.citizen, amelie, withdrawn=True)
    assert outcome_of(deadline).reach == "not_asked"


def test_the_inbox_counts_once_read(kind, amelie, bruno):
    unread, read = due(kind, bruno.citizen), due(kind, amelie.citizen)
    for deadline in (unread, read):
        sent(deadline, days_ago=17, channel="inbox")
    InboxItem.objects.filter(reminder__deadline=read).update(read_at=now() - dt.timedelta(days=15), read_by=amelie)
    assert outcome_of(unread).reach != "digital"
    assert outcome_of(read).reach == "digital"


def test_served_by_telephone_is_reminded_otherwise(kind, people):
    paused = due(kind, person(), paused_at=now() - dt.timedelta(days=20), paused_by=people["alain"])
    outcome = outcome_of(paused)
    assert (outcome.reach, outcome.channel) == ("otherwise", "phone")


@pytest.mark.parametrize(
    ("columns", "excluded"),
    [
        ({"state": "cancelled", "closed_days_ago": 20}, "set_aside"),
        ({"state": "cancelled", "closed_days_ago": 2}, ""),
        ({"opened_days_ago": 3}, "added_late"),
    ],
)
def test_what_is_not_counted_says_why(kind, columns, excluded):
    assert outcome_of(due(kind, person(), **columns)).excluded == excluded


@pytest.mark.parametrize(("closed_days_ago", "act"), [(20, "in_time"), (2, "late")])
def test_acting(kind, closed_days_ago, act):
    assert outcome_of(due(kind, person(), state="done", closed_days_ago=closed_days_ago)).act == act


@pytest.mark.parametrize(
    ("years", "band"), [(0, "0-17"), (17, "0-17"), (18, "18-29"), (45, "45-64"), (75, "75+"), (104, "75+")]
)
def test_age_bands_on_the_due_day(kind, years, band):
    day = today() - dt.timedelta(days=10)
    born = years_before(day, years)
    assert outcome_of(due(kind, person(birth_date=born))).age == band


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("1, rue X\nQuébec (Québec)  G1R 2B5", "G"),
        ("h2x 1y4", "H"),
        ("Ottawa K1A 0B1", "other"),
        ("", ""),
        ("nulle part", ""),
    ],
)
def test_regions_come_from_the_postal_code(kind, address, region):
    assert outcome_of(due(kind, person(postal_address=address))).region == region


def test_measuring_twice_changes_nothing(kind):
    due(kind, person())
    assert measure_recent() == 1
    assert measure_recent() == 0


def test_a_date_moved_ahead_is_not_counted_any_more(kind):
    deadline = due(kind, person())
    measure_recent()
    Deadline.objects.filter(pk=deadline.pk).update(due_on=today() + dt.timedelta(days=30))
    measure_recent()
    assert not Outcome.objects.filter(pk=deadline.pk).exists()


def test_the_page_the_list_and_the_file_tell_the_same(kind, amelie, long_ago, signed_in, people):
    """Twelve told digitally, three by nobody, one excluded: by hand, 12 ÷ 15."""
    for number in range(15):
        deadline = due(kind, person())
        long_ago(deadline.citizen, amelie)
        if number < 12:
            sent(deadline, days_ago=15)
    due(kind, person(), state="cancelled", closed_days_ago=20)
    measure_recent()
    client = signed_in(people["emile"])
    page = client.get(reverse("admin:indicators_outcome_dashboard"))
    assert page.context["figures"].share == 80.0
    listed = client.get(
        reverse("admin:indicators_outcome_changelist"), {"reach__exact": "digital", "excluded__exact": ""}
    )
    assert listed.context["cl"].result_count == 12
    result = client.post(reverse("admin:indicators_outcome_export"), {})
    rows = list(csv.DictReader(io.StringIO(b"".join(result).decode("utf-8-sig")), delimiter=";"))
    counted = [row for row in rows if not row["excluded"]]
    assert (len(rows), len(counted), sum(row["reach"] == "digital" for row in counted)) == (16, 15, 12)


def test_the_number_of_queries_does_not_grow(kind, signed_in, people, django_assert_max_num_queries):
    client = signed_in(people["emile"])
    for _ in range(40):
        due(kind, person())
    measure_recent()
    with django_assert_max_num_queries(26):
        client.get(reverse("admin:indicators_outcome_dashboard"))


@pytest.mark.parametrize(
    "asked",
    [
        {"start": "2027-01-01", "end": "2026-01-01"},
        {"start": "hier"},
        {"start": "0000-00-00"},
        {"start": "0001-01-01"},
        {"end": "0001-01-05"},
        {"end": "9999-12-31"},
    ],
)
def test_a_bad_period_is_told(signed_in, people, asked):
    page = signed_in(people["emile"]).get(reverse("admin:indicators_outcome_dashboard"), asked)
    assert page.status_code == 200
    assert page.context["form"].errors


def test_other_organizations_and_agents_see_nothing(kind, people):
    due(kind, person())
    measure_recent()
    visible = {
        key: Outcome.objects.visible_to(people[key]).count()
        for key in ("emile", "sylvie", "daniel", "alain", "olga", "amelie")
    }
    assert visible == {"emile": 1, "sylvie": 1, "daniel": 0, "alain": 0, "olga": 0, "amelie": 0}


def test_operators_see_sums_and_no_list(kind, signed_in, people):
    due(kind, person())
    measure_recent()
    page = signed_in(people["olga"]).get(reverse("admin:indicators_outcome_dashboard"))
    assert page.context["figures"].totals["due"] == 1
    assert not page.context["opens_lists"]


def test_public_statistics_hide_small_numbers(kind, client):
    due(kind, person())
    measure_recent()
    page = client.get(reverse("indicators:statistics")).content.decode()
    assert "moins de 10" in page


def test_kinds_covered(kind, saaq):
    result = coverage_of([saaq.pk])
    assert result.covered == 1
    assert result.kinds == DeadlineKind.objects.filter(organization=saaq).count()
    kind.stopped_at, kind.stopped_by = now(), kind.published_by
    kind.save()
    assert coverage_of([saaq.pk]).covered == 0


def test_the_monthly_report_is_written_once(kind, saaq):
    due(kind, person(), days_ago=40)
    measure_recent()
    assert report_last_month() >= 1
    assert report_last_month() == 0
    month = (today().replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    kept = report_month(organization=saaq, month=month, by=None)
    assert Report.objects.filter(organization=saaq, month=month).get() == kept


def test_a_share_of_few_people_is_not_public(kind, client):
    """Two people out of three would be told by the percentage alone."""
    due(kind, person())
    measure_recent()
    page = client.get(reverse("indicators:statistics")).content.decode()
    assert "aucun chiffre" in page and '<p class="r-number">0' not in page.split('id="reading-due"')[1]


def test_the_monthly_report_is_written_in_french():
    result = Report(figures={}, alerts=[{"label": "75 ans et plus", "share": 45.5}])
    assert ReportAdmin(Report, admin.site).alerts_in_words(result) == "75 ans et plus\u00a0: 45,5\u00a0%"


def test_a_measure_that_is_cut_goes_on_with_the_day_that_it_was_at(kind, monkeypatch):
    for days_ago in (30, 31, 32, 33):
        due(kind, person(), days_ago=days_ago)
    real, seen = actions.measure, []

    def measure(*, start, **more):
        seen.append((today() - start).days)
        if seen == [33, 32, 31]:
            raise ConnectionError("the worker is gone")
        return real(start=start, **more)

    monkeypatch.setattr(actions, "measure", measure)
    with pytest.raises(ConnectionError):
        measure_recent()
    assert Outcome.objects.count() == 2
    assert measure_recent() == 2 and Outcome.objects.count() == 4
    assert seen == [33, 32, 31, 31, 30]


@pytest.fixture
def on_a_weekday(clock_offset):
    clock_offset(days=(2 - today().weekday()) % 7)


@pytest.fixture
def seen_again(monkeypatch):
    """How many deadlines the night looks at."""

    def count(*, whole: bool) -> int:
        text = measuring.statement("measure").split(", sent AS")[0] + " SELECT count(*) FROM scope"
        day = today() - dt.timedelta(days=1)
        values = {"start": day - dt.timedelta(days=100), "end": day, "at": now(), "shards": list(range(16))}
        with connection.cursor() as cursor:
            cursor.execute(text, values | {"people": None, "whole": whole})
            return cursor.fetchone()[0]

    return count


@pytest.mark.usefixtures("on_a_weekday")
def test_only_what_changed_is_measured_again(kind, seen_again):
    first, *_ = [due(kind, person()) for _ in range(5)]
    measure_recent()
    assert seen_again(whole=False) == 0 and seen_again(whole=True) == 5
    Deadline.objects.filter(pk=first.pk).update(state="done", closed_at=now())
    assert seen_again(whole=False) == 1
    assert measure_recent() == 1
    Deadline.objects.filter(pk=first.pk).update(state="open", closed_at=None)
    assert measure_recent() == 1


@pytest.mark.usefixtures("on_a_weekday")
def test_what_came_back_is_measured_again(kind, amelie, long_ago):
    deadline = due(kind, person())
    long_ago(deadline.citizen, amelie)
    sent(deadline, days_ago=17)
    assert outcome_of(deadline).reach == "digital"
    Delivery.objects.update(state="bounced", settled_at=now())
    follow_up()
    assert outcome_of(deadline).reach == "unreached"
