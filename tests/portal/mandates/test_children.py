"""A parent declares a child: a person without an account, until they come of age."""

import datetime as dt

import pytest

from portal.access.visibility import forget_visibility, visibility_of
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.mandates.actions import MOST_CHILDREN, NotMinor, TooManyChildren, declare_child
from portal.mandates.ages import of_age
from portal.mandates.models import Mandate
from tests.days import years_before

LEA = {"given_name": "Léa", "family_name": "Tremblay", "birth_date": dt.date(2020, 2, 29)}


def test_a_child_is_a_person_without_an_account(amelie):
    child = declare_child(**LEA, by=amelie)
    mandate = Mandate.objects.get(citizen=child)
    assert (child.user, mandate.holder, mandate.kind) == (None, amelie, "parent")
    assert (child.language, child.time_zone) == (amelie.citizen.language, amelie.citizen.time_zone)
    assert mandate.ends_on == dt.date(2038, 2, 28)
    assert AuditEvent.objects.filter(verb="mandate.declared", citizen_id=child.pk, by_id=amelie.pk).exists()


def test_the_parent_reaches_the_child_at_once_and_nobody_else_does(amelie, bruno):
    assert amelie.citizen.pk in visibility_of(amelie).citizen_ids  # read, and kept, before
    child = declare_child(**LEA, by=amelie)
    assert child.pk in visibility_of(amelie).citizen_ids
    assert child.pk not in visibility_of(bruno).citizen_ids


def test_of_age_the_mandate_is_void(amelie, clock_offset):
    child = declare_child(**LEA, by=amelie)
    clock_offset(days=(dt.date(2038, 3, 1) - dt.date.today()).days)
    forget_visibility(amelie)
    assert child.pk not in visibility_of(amelie).citizen_ids


def test_declared_twice_it_is_the_same_child(amelie):
    assert declare_child(**LEA, by=amelie) == declare_child(**(LEA | {"given_name": "LÉA"}), by=amelie)
    assert Mandate.objects.filter(holder=amelie).count() == 1


def test_two_parents_declare_each_their_own(amelie, bruno):
    assert declare_child(**LEA, by=amelie) != declare_child(**LEA, by=bruno)


@pytest.mark.parametrize("days", [-1, 365 * 18 + 10])
def test_only_a_minor_already_born(amelie, days):
    with pytest.raises(NotMinor):
        declare_child(**(LEA | {"birth_date": today() - dt.timedelta(days=days)}), by=amelie)


def test_the_eve_of_the_eighteenth_birthday_is_the_last_day(amelie):
    born = years_before(today(), 18)
    with pytest.raises(NotMinor):
        declare_child(**(LEA | {"birth_date": born}), by=amelie)
    assert declare_child(**(LEA | {"birth_date": born + dt.timedelta(days=1)}), by=amelie)


def test_there_is_an_end_to_it(amelie):
    for number in range(MOST_CHILDREN):
        declare_child(**(LEA | {"given_name": f"Enfant {number}"}), by=amelie)
    with pytest.raises(TooManyChildren):
        declare_child(**LEA, by=amelie)


def test_born_on_29_february_one_comes_of_age_on_1_march():
    assert of_age(dt.date(2020, 2, 29)) == dt.date(2038, 3, 1)
    assert of_age(dt.date(2020, 3, 1)) == dt.date(2038, 3, 1)
