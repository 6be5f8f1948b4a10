"""Running scans: what is written, when it is written again, and from when a program opens."""

import datetime as dt
import random
from collections import Counter

import pytest
from django.db import connection

from portal import clock
from portal.criteria.days import date_of, day_number
from portal.criteria.judging import MET
from programs.facts.crossings import given_on, remember
from programs.facts.derivations import resolve
from programs.profiles.models import DirtyProfile, Profile, ProfileEvaluation, UpcomingEligibility
from programs.programs.models import Program
from programs.programs.rulebook import published_rules
from programs.rules.horizons import from_when
from programs.scans.actions import _slices, scan_all, scan_due
from programs.scans.models import ProgramSlot
from programs.scans.plan import current_slots
from programs.scans.statements import real_day
from tests.days import years_before
from tests.programs.populations import random_person, read, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(catalogue):
    """Three hundred profiles, looked at once."""
    chance = random.Random(7)
    people = settle([random_person(chance, clock.today()) for _ in range(300)])
    scan_all(connections=1)
    return people


def standing_of(profile):
    return ProfileEvaluation.objects.get(pk=profile)


def test_every_profile_gets_its_answers(crowd):
    slots, today = current_slots(), clock.today()
    assert len(slots) == 46 and ProfileEvaluation.objects.count() == 300
    for profile, facts in crowd.items():
        held, known = standing_of(profile), resolve(given_on(facts, today), today)
        for code, rule in published_rules().items():
            state = rule.judge(known).state.value
            assert read(held.answers, slots[code]) is {"met": True, "not_met": False}.get(state), code


def test_a_second_scan_writes_nothing(crowd):
    assert scan_all(connections=1) == 0
    assert scan_due(connections=1) == 0


def test_a_due_profile_alone_is_looked_at(crowd):
    profile = Profile.objects.filter(resident_quebec=True).first().pk
    Profile.objects.update(resident_quebec=False)
    DirtyProfile.objects.create(profile_id=profile)
    assert scan_due(connections=1) >= 1
    assert scan_due(connections=1) == 0
    assert read(standing_of(profile).answers, current_slots()["allocation-famille"]) is False
    assert scan_all(connections=1) > 100


def test_from_when_is_the_same_in_sql(crowd):
    """Each prospect has the day that Python finds for one person; nobody else has one."""
    today, slots = clock.today(), current_slots()
    found = {(row.profile_id, row.slot): date_of(row.from_day) for row in UpcomingEligibility.objects.all()}
    wanted = {}
    for profile, facts in crowd.items():
        for code, rule in published_rules().items():
            if opens := from_when(rule, facts, today):
                wanted[profile, slots[code]] = opens
    assert found == wanted
    assert len(found) > 5


def test_from_when_is_the_first_day_and_not_before(crowd):
    """Looking at every day of the year one by one finds no earlier day."""
    today, checked = clock.today(), 0
    for facts in crowd.values():
        for rule in published_rules().values():
            opens = from_when(rule, facts, today)
            if opens is None or checked > 8:
                continue
            checked += 1
            for days in range((opens - today).days + 1):
                day = today + dt.timedelta(days=days)
                assert (rule.judge(resolve(given_on(facts, day), day)).state is MET) == (day == opens)
    assert checked > 5


def test_what_never_opens_has_no_day(catalogue):
    facts = remember({"birth_date": dt.date(2020, 1, 1), "resident_quebec": True}, clock.today())
    assert from_when(published_rules()["securite-vieillesse"], facts, clock.today()) is None


def test_a_day_that_comes_changes_the_answer(catalogue, clock_offset):
    """Without any fact changing: 64 today, 65 in ten days."""
    today = clock.today()
    birth = years_before(today + dt.timedelta(days=10), 65)
    turns = birth.replace(year=birth.year + 65)
    until = (turns - today).days
    facts = {
        "birth_date": birth,
        "immigration_status": "citizen",
        "resident_quebec": True,
        "years_in_canada_after_18": 47,
    }
    profile = next(iter(settle([remember(facts, today)])))
    scan_all(connections=1)
    slot = current_slots()["securite-vieillesse"]
    assert read(standing_of(profile).answers, slot) is False
    assert date_of(UpcomingEligibility.objects.get(profile_id=profile, slot=slot).from_day) == turns
    assert standing_of(profile).is_news
    clock_offset(days=until - 1)
    assert scan_due(connections=1) == 0
    clock_offset(days=until)
    assert scan_due(connections=1) >= 1
    assert read(standing_of(profile).answers, slot) is True
    assert not UpcomingEligibility.objects.filter(profile_id=profile, slot=slot).exists()


def test_a_rule_that_changes_is_run_for_everyone(crowd):
    program = Program.objects.published().order_by("code").first()
    program.criteria = {"fact": "resident_quebec", "op": "eq", "value": True}
    program.updated_at = clock.now()
    program.save()
    assert scan_due(connections=1) > 0
    slot = ProgramSlot.objects.get(program=program).number
    for profile, facts in crowd.items():
        known = facts.get("resident_quebec")
        assert read(standing_of(profile).answers, slot) is (known.value if known else None)
    assert scan_due(connections=1) == 0


def test_a_program_no_longer_published_answers_nothing(crowd):
    program = Program.objects.get(code="allocation-famille")
    slot = ProgramSlot.objects.get(program=program).number
    Program.objects.filter(pk=program.pk).update(state="draft")
    scan_due(connections=1)
    assert {read(one.answers, slot) for one in ProfileEvaluation.objects.all()} == {None}
    assert ProgramSlot.objects.get(program=program).number == slot


def test_what_a_scan_wrote_for_one_who_left_goes(crowd):
    profile = next(iter(crowd))
    Profile.objects.filter(pk=profile).delete()
    ProfileEvaluation.objects.filter(pk=profile).update(next_change=0)
    scan_due(connections=1)
    assert not ProfileEvaluation.objects.filter(pk=profile).exists()


@pytest.mark.parametrize("count", [1, 2, 3, 7, 64])
def test_slices_hold_each_profile_once(crowd, count):
    held = Counter()
    for among in _slices(count):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM profiles_profile WHERE {among.text.format('id')}", among.values)  # noqa: S608
            held.update(row[0] for row in cursor.fetchall())
    assert held == Counter(crowd.keys())


def test_february_30_is_march_1():
    assert date_of(day_number(dt.date(2026, 2, 28)) + 1) == dt.date(2026, 3, 1)
    assert date_of(day_number(dt.date(2023, 12, 31))) == dt.date(2023, 12, 31)
    for days in range(0, 3000, 7):
        day = dt.date(2020, 2, 29) + dt.timedelta(days=days)
        assert date_of(day_number(day)) == day


def test_the_day_rounded_in_sql_is_the_same(db):
    numbers = list(range(day_number(dt.date(2024, 1, 1)), day_number(dt.date(2027, 1, 1))))
    sql = real_day("given.number")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT given.number, {sql} FROM unnest(%s) given(number)", [numbers])  # noqa: S608
        assert all(day_number(date_of(number)) == real for number, real in cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_two_connections_write_what_one_writes(catalogue):
    """Slices of the pseudonyms on two connections: nobody is left out, nobody is written twice."""
    chance = random.Random(11)
    settle([random_person(chance, clock.today()) for _ in range(120)])
    assert scan_all(connections=2) > 120
    together = {one.pk: (one.answers, one.next_change) for one in ProfileEvaluation.objects.all()}
    soon = set(UpcomingEligibility.objects.values_list("profile_id", "slot", "from_day"))
    ProfileEvaluation.objects.all().delete()
    UpcomingEligibility.objects.all().delete()
    scan_all(connections=1)
    assert together == {one.pk: (one.answers, one.next_change) for one in ProfileEvaluation.objects.all()}
    assert soon == set(UpcomingEligibility.objects.values_list("profile_id", "slot", "from_day"))
    assert scan_all(connections=2) == 0
