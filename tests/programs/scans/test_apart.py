"""Facts of one profile that PostgreSQL refuses to compute keep nobody else's answers."""

import random

import pytest
from django.db import connection

from portal import clock
from portal.isolation import actions as isolation
from portal.isolation.models import SetAside
from programs.findings.actions import turn_on
from programs.profiles.models import DirtyProfile, Profile, ProfileAlias, ProfileEvaluation
from programs.scans.actions import scan_all, scan_due
from programs.situations.actions import keep_situation
from tests.programs.populations import random_person, settle

pytestmark = pytest.mark.django_db
TOO_FAR = 2**31 - 1


@pytest.fixture
def crowd(catalogue, amelie):
    """Thirty profiles nobody has looked at, and Amélie's."""
    chance = random.Random(7)
    people = settle([random_person(chance, clock.today()) for _ in range(30)])
    keep_situation(citizen=amelie.citizen, given={"resident_quebec": True}, by=amelie)
    turn_on(citizen=amelie.citizen, by=amelie)
    return people


@pytest.fixture
def bad(crowd, amelie):
    """Amélie's profile was born on a day that no calendar has: no form writes it, a restore could."""
    profile = ProfileAlias.objects.get(citizen=amelie.citizen).profile_id
    born(TOO_FAR, profile)
    return profile


def born(day: int | None, profile) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE profiles_profile SET birth_date = %s WHERE id = %s", [day, profile])


@pytest.mark.parametrize("scan", [scan_all, scan_due])
def test_the_others_get_their_answers(crowd, bad, amelie, scan):
    DirtyProfile.objects.bulk_create(
        [DirtyProfile(profile_id=pk) for pk in Profile.objects.values_list("pk", flat=True)], ignore_conflicts=True
    )
    scan(connections=1)
    assert set(ProfileEvaluation.objects.values_list("pk", flat=True)) == set(crowd)
    row = SetAside.objects.get()
    assert (row.citizen, row.work) == (amelie.citizen, "programs.scan") and len(row.code) == 5


def test_cured_it_is_looked_at(crowd, bad):
    scan_all(connections=1)
    SetAside.objects.update(retry_at=clock.now())
    assert isolation.retry_due() == 0
    born(None, bad)
    SetAside.objects.update(retry_at=clock.now())
    assert isolation.retry_due() == 1 and ProfileEvaluation.objects.filter(pk=bad).exists()


def test_whose_day_came_is_left_out_until_cured(crowd, bad):
    born(None, bad)
    scan_all(connections=1)
    ProfileEvaluation.objects.filter(pk=bad).update(next_change=0)
    born(TOO_FAR, bad)
    scan_due(connections=1)
    assert SetAside.objects.count() == 1
    scan_due(connections=1)
    assert SetAside.objects.get().failures == 1


def test_a_profile_of_nobody_stops_nobody(crowd):
    stranger = Profile.objects.exclude(pk__in=ProfileAlias.objects.none()).filter(pk__in=list(crowd)).first().pk
    born(TOO_FAR, stranger)
    scan_all(connections=1)
    assert ProfileEvaluation.objects.count() == len(crowd) and not SetAside.objects.exists()
