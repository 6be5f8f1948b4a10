"""How far an account reaches: to the day of a mandate, to the minute of a role, and never by being somebody's agent."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from portal import clock
from portal.access.permissions import Permission, Role
from portal.access.visibility import Visibility, forget_visibility, visibility_of
from portal.mandates.actions import give as give_mandate
from portal.mandates.actions import revoke
from portal.mandates.models import Mandate
from portal.organizations.actions import make_team
from portal.staff.roles import end_role, give_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def mandate(amelie, bruno) -> Mandate:
    return give_mandate(citizen=amelie.citizen, holder=bruno, kind=Mandate.Kind.HELPER, by=amelie)


def reaches(user, citizen) -> bool:
    return citizen.pk in Visibility(user).citizen_ids


def dates(mandate: Mandate, starts: int, ends: int | None) -> None:
    """In days from today."""
    today = clock.today()
    mandate.starts_on = today + dt.timedelta(days=starts)
    mandate.ends_on = None if ends is None else today + dt.timedelta(days=ends)
    mandate.save(update_fields=["starts_on", "ends_on"])


def test_nobody_reaches_nobody():
    visibility = visibility_of(AnonymousUser())
    assert not (
        visibility.citizen_ids
        or visibility.team_ids
        or visibility.permissions
        or visibility.roles
        or visibility.own_citizen_id
    )


def test_one_reaches_oneself_and_no_other(amelie, bruno):
    assert Visibility(bruno).citizen_ids == {bruno.citizen.pk}
    assert not reaches(bruno, amelie.citizen)


@pytest.mark.parametrize(
    ("starts", "ends", "is_in_force"),
    [
        (0, None, True),
        (0, 0, True),  # its last day is a whole day
        (-30, 0, True),
        (-30, -1, False),
        (1, None, False),
        (1, 30, False),
        (-1, 1, True),
    ],
)
def test_a_mandate_holds_from_its_first_day_to_its_last_both_included(
    mandate, amelie, bruno, starts, ends, is_in_force
):
    dates(mandate, starts, ends)
    assert reaches(bruno, amelie.citizen) is is_in_force


def test_a_mandate_goes_one_way(mandate, amelie, bruno):
    assert reaches(bruno, amelie.citizen) and not reaches(amelie, bruno.citizen)


def test_a_mandate_is_not_handed_on(mandate, amelie, bruno, rachel):
    """Rachel acts for Bruno; that does not make her act for those for whom Bruno does."""
    revoke(mandate=rachel.mandates.get(), by=amelie)
    give_mandate(citizen=bruno.citizen, holder=rachel, kind=Mandate.Kind.LEGAL, by=bruno)
    assert reaches(rachel, bruno.citizen) and not reaches(rachel, amelie.citizen)


def test_revoked_it_is_void_at_the_next_request_whatever_its_dates(mandate, amelie, bruno, signed_in):
    dates(mandate, -10, 10)
    revoke(mandate=mandate, by=amelie)
    assert not reaches(bruno, amelie.citizen)
    first = revoke(mandate=mandate, by=bruno)
    assert first.revoked_by == amelie


def test_one_mandate_revoked_leaves_the_other(mandate, amelie, bruno):
    give_mandate(citizen=amelie.citizen, holder=bruno, kind=Mandate.Kind.LEGAL, by=amelie)
    revoke(mandate=mandate, by=amelie)
    assert reaches(bruno, amelie.citizen)


def test_those_who_see_a_mandate_are_its_two_sides(mandate, people):
    seen = {key for key, user in people.items() if mandate in Mandate.objects.visible_to(user)}
    assert seen == {"amelie", "bruno"}


@pytest.mark.parametrize("key", ["alain", "sylvie", "emile", "olga"])
def test_a_role_reaches_no_citizen(people, key):
    assert Visibility(people[key]).citizen_ids == frozenset()


def test_an_agent_has_their_team_and_a_supervisor_all_those_of_the_organization(people, saaq, saaq_team):
    teams = frozenset(saaq.teams.values_list("pk", flat=True))
    assert Visibility(people["alain"]).team_ids == {saaq_team.pk}
    assert Visibility(people["sylvie"]).team_ids == teams and len(teams) > 1
    assert Visibility(people["emile"]).team_ids == Visibility(people["olga"]).team_ids == frozenset()


def test_a_new_team_is_supervised_at_once(people, saaq):
    made = make_team(organization=saaq, name="Véhicules", by=None)
    assert made.pk in Visibility(people["sylvie"]).team_ids
    assert made.pk not in Visibility(people["steve"]).team_ids  # of another organization


def test_administering_is_not_reading(people, saaq, ramq):
    assert Visibility(people["carole"]).organizations_where(Permission.MANAGE_TEAMS) == {saaq.pk, ramq.pk}
    assert not Visibility(people["carole"]).team_ids and not Visibility(people["carole"]).may(Permission.SERVE_PEOPLE)
    assert not Visibility(people["sylvie"]).organizations_where(Permission.MANAGE_TEAMS)


def test_of_two_roles_one_ended_leaves_the_other(people, saaq, saaq_team):
    alain = people["alain"]
    supervisor = give_role(user=alain, role=Role.SUPERVISOR, organization=saaq, by=people["emile"])
    assert Visibility(alain).roles == {Role.AGENT, Role.SUPERVISOR} and len(Visibility(alain).team_ids) > 1
    end_role(membership=supervisor, by=people["emile"])
    alain.refresh_from_db()
    assert alain.is_staff and Visibility(alain).team_ids == {saaq_team.pk}


def test_the_last_role_ended_is_the_end_of_staff(people):
    alain = people["alain"]
    end_role(membership=alain.memberships.get(), by=people["emile"])
    alain.refresh_from_db()
    assert not alain.is_staff and not Visibility(alain).roles


def test_a_role_without_staff_opens_nothing(people):
    """The mark of staff asks for the second factor: a role that lost it must not count."""
    alain = people["alain"]
    alain.is_staff = False
    assert not Visibility(alain).team_ids and not Visibility(alain).roles


def test_reach_is_kept_for_a_request_and_forgotten_on_demand(mandate, amelie, bruno):
    assert amelie.citizen.pk in visibility_of(bruno).citizen_ids
    revoke(mandate=mandate, by=amelie)
    assert amelie.citizen.pk in visibility_of(bruno).citizen_ids  # the same request goes on with what it saw
    forget_visibility(bruno)
    assert amelie.citizen.pk not in visibility_of(bruno).citizen_ids


def test_what_is_never_asked_costs_nothing(bruno, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not Visibility(bruno).team_ids  # not staff: no role is read
        assert not Visibility(AnonymousUser()).citizen_ids


def test_a_citizen_who_is_also_an_agent_keeps_the_two_apart(people, bruno, saaq_team):
    give_role(user=bruno, role=Role.AGENT, team=saaq_team, by=people["emile"])
    bruno.refresh_from_db()
    visibility = Visibility(bruno)
    assert visibility.citizen_ids == {bruno.citizen.pk} and visibility.team_ids == {saaq_team.pk}
