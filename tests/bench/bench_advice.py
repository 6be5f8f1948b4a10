"""Proactive advice with the 46 real programs, beside a bare reading of the facts: everyone, nothing new, 1 % changed,
and one person with every reason. BENCH_SIZE=small (default), medium or large. Beside openfisca: see `ours.py`."""

import os
import random
import statistics
import time
from collections.abc import Callable

import pytest
from django.db import connection

from portal import clock
from programs.facts.crossings import given_on
from programs.facts.derivations import resolve
from programs.profiles.models import DirtyProfile, Profile, ProfileEvaluation, UpcomingEligibility
from programs.programs.rulebook import published_rules
from programs.reference_import.actions import import_reference
from programs.rules.horizons import openings
from programs.rules.verdicts import evaluate
from programs.scans.actions import scan_all, scan_due
from tests.bench.books import say
from tests.programs.populations import random_person, settle

PEOPLE = {"small": 10_000, "medium": 100_000, "large": 1_000_000}[os.environ.get("BENCH_SIZE", "small")]
MODELS = 500  # different people; the population is made of copies of them
ROUNDS = 3
COLUMNS = ", ".join(f'"{field.column}"' for field in Profile._meta.fields if not field.primary_key)
COPIES = f"""INSERT INTO profiles_profile (id, {COLUMNS})
SELECT gen_random_uuid(), {COLUMNS} FROM profiles_profile, generate_series(2, %s)"""  # noqa: S608

pytestmark = [pytest.mark.timeout(7200), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def population(transactional_db):
    import_reference(by=None)
    chance = random.Random(46)
    people = settle([random_person(chance) for _ in range(MODELS)])
    with connection.cursor() as cursor:
        cursor.execute(COPIES, [PEOPLE // MODELS])
    return people


def read() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(home_support_expenses), count(children), count(birth_date) FROM profiles_profile")
        return PEOPLE


def first() -> int:
    ProfileEvaluation.objects.all().delete()
    UpcomingEligibility.objects.all().delete()
    begun = time.perf_counter()
    scan_all()
    TIMES["everyone, first time"].append(time.perf_counter() - begun)
    return ProfileEvaluation.objects.count()


def changed() -> int:
    ids = Profile.objects.values_list("pk", flat=True)[: PEOPLE // 100]
    Profile.objects.filter(pk__in=list(ids)).update(
        expecting=random.random() < 0.5, liquid_assets=random.random() * 5e4
    )
    DirtyProfile.objects.bulk_create([DirtyProfile(profile_id=pk) for pk in ids], ignore_conflicts=True)
    begun = time.perf_counter()
    scan_due()
    TIMES["1 % changed"].append(time.perf_counter() - begun)
    return len(ids)


TIMES: dict[str, list[float]] = {
    name: [] for name in ("reading the facts (limit)", "everyone, first time", "everyone, nothing new", "1 % changed")
}


def timed(name: str, work: Callable[[], int]) -> None:
    begun = time.perf_counter()
    work()
    TIMES[name].append(time.perf_counter() - begun)


def test_advice_for_everyone(population):
    for _ in range(ROUNDS):
        timed("reading the facts (limit)", read)
        assert first() == PEOPLE
        timed("everyone, nothing new", scan_all)
        changed()
    limit = statistics.median(TIMES["reading the facts (limit)"])
    say(f"\n{PEOPLE} people, 46 programs")
    for name, times in TIMES.items():
        median = statistics.median(times)
        say(f"{name:<28}{median:>10.3f} s{PEOPLE / median:>14,.0f} people/s{median / limit:>9.1f} ×")


def test_advice_for_one(population):
    rules, today = published_rules(), clock.today()
    people = list(population.values())[:200]

    def advise(facts: dict) -> None:
        known = resolve(given_on(facts, today), today)
        [tuple(evaluate(rule, known).leaves()) for rule in rules.values()]

    for name, work in (("46 verdicts with reasons", advise), ("and from when", lambda f: openings(rules, f, today))):
        begun = time.perf_counter()
        for facts in people:
            work(facts)
        say(f"\none person, {name}: {(time.perf_counter() - begun) / len(people) * 1000:.2f} ms")
