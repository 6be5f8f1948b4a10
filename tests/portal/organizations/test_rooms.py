"""Teams and roles in «gestion»: what is typed is kept, and a role in one organization opens nothing in another."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.urls import reverse

from portal.access.permissions import Role
from portal.access.visibility import forget_visibility
from portal.organizations.actions import make_team, register
from portal.organizations.models import Membership, Organization, Team
from portal.organizations.roles import GIVEN_BY_ADMINISTRATORS, GIVEN_BY_OPERATORS, may_give
from portal.staff.roles import end_role, give_role

pytestmark = pytest.mark.django_db
ADD = reverse("admin:organizations_team_add")


@pytest.fixture
def room(signed_in, saaq_administrator):
    return signed_in(saaq_administrator)


def form_data(organization, **more) -> dict[str, str]:
    return {"organization": organization.pk, "name": "Immatriculation", "purpose": "Plaques", "answer_days": "7"} | more


def change(team) -> str:
    return reverse("admin:organizations_team_change", args=[team.pk])


@pytest.mark.parametrize(("sent", "accepts"), [({}, False), ({"accepts_messages": "on"}, True)])
def test_a_new_team_is_as_it_was_typed(room, saaq, sent, accepts):
    assert room.post(ADD, form_data(saaq, **sent)).status_code == 302
    team = Team.objects.get(name="Immatriculation")
    assert (team.purpose, team.answer_days, team.accepts_messages) == ("Plaques", 7, accepts)


def test_a_team_that_takes_no_messages_is_offered_to_nobody(room, saaq, signed_in, amelie):
    room.post(ADD, form_data(saaq))
    assert "Immatriculation" not in signed_in(amelie).get(reverse("threads:new")).content.decode()


def test_what_was_kept_is_said_in_the_portal_s_words(room, saaq, saaq_team):
    added = room.post(ADD, form_data(saaq), follow=True).content.decode()
    kept = room.post(change(saaq_team), form_data(saaq, name=saaq_team.name), follow=True).content.decode()
    assert "C’est ajouté\u00a0: " in added and "C’est enregistré\u00a0: " in kept
    assert "avec succès" not in added + kept


def test_a_name_already_taken_is_told_and_changes_nothing(room, saaq, saaq_team):
    answer = room.post(ADD, form_data(saaq, name=saaq_team.name, purpose="Autre chose"))
    assert answer.status_code == 200 and answer.context["errors"]
    saaq_team.refresh_from_db()
    assert saaq_team.purpose != "Autre chose"


def test_a_team_of_another_organization_is_not_made_here(room, ramq):
    assert room.post(ADD, form_data(ramq)).context["errors"]
    assert not Team.objects.filter(name="Immatriculation").exists()


def test_a_team_stays_with_its_organization(room, saaq_team, ramq):
    sent = form_data(ramq, name=saaq_team.name)
    assert room.post(change(saaq_team), sent).status_code == 302
    saaq_team.refresh_from_db()
    assert (saaq_team.organization.code, saaq_team.purpose) == ("saaq", "Plaques")


def test_an_agent_here_who_administers_elsewhere_changes_nothing_here(people, saaq, signed_in):
    """Diane answers citizens for the RAMQ; she is then named to administer the SAAQ: its teams, and those only."""
    give_role(user=people["diane"], role=Role.ADMINISTRATOR, organization=saaq, by=None)
    forget_visibility(people["diane"])
    client = signed_in(people["diane"])
    hers = Team.objects.get(organization__code="ramq", name="Carte d’assurance maladie")
    client.post(change(hers), form_data(hers.organization, name="Prise"))
    hers.refresh_from_db()
    assert hers.name == "Carte d’assurance maladie"
    assert client.get(change(saaq.teams.earliest("name"))).status_code == 200
    choices = client.get(ADD).context["adminform"].form.fields["organization"].queryset
    assert [one.code for one in choices] == ["saaq"]


def test_an_operator_who_administers_one_organization_describes_that_one_only(people, saaq, ramq, signed_in):
    give_role(user=people["olga"], role=Role.ADMINISTRATOR, organization=saaq, by=None)
    forget_visibility(people["olga"])
    client = signed_in(people["olga"])
    for organization in (saaq, ramq):
        address = reverse("admin:organizations_organization_change", args=[organization.pk])
        names = {"name_fr": organization.name_fr, "name_en": organization.name_en}
        client.post(address, {**names, "phone": "1 800 555-0177", "public_hours": "", "time_zone": "America/Toronto"})
    described = Organization.objects.filter(phone="1 800 555-0177").values_list("code", flat=True)
    assert list(described) == ["saaq"]


def test_the_telephone_and_the_hours_are_kept_and_nothing_else(room, saaq):
    address = reverse("admin:organizations_organization_change", args=[saaq.pk])
    data = {"phone": "1 800 555-0177", "public_hours": "8 h à 16 h", "time_zone": "America/Toronto"}
    room.post(address, {**data, "name_fr": "Pris", "code": "pris"})
    saaq.refresh_from_db()
    assert (saaq.phone, saaq.public_hours) == ("1 800 555-0177", "8 h à 16 h")
    assert saaq.code == "saaq" and saaq.name_fr.startswith("Société")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("key", ["emile", "daniel", "olga", "sylvie", "alain", "amelie"])
def test_who_may_give_which_role_at_the_saaq(people, saaq, key, role):
    """Said without the code: Émile administers the SAAQ, Olga operates the portal, nobody else gives anything."""
    expected = {"emile": GIVEN_BY_ADMINISTRATORS, "olga": GIVEN_BY_OPERATORS}.get(key, frozenset())
    assert may_give(people[key], role=role, organization_id=saaq.pk) == (role in expected)


@pytest.mark.parametrize(
    ("role", "has_organization", "has_team"),
    [("agent", True, False), ("supervisor", False, False), ("administrator", True, True), ("operator", True, False)],
)
def test_a_role_and_its_reach_go_together(bruno, saaq, saaq_team, role, has_organization, has_team):
    where = {"organization": saaq if has_organization else None, "team": saaq_team if has_team else None}
    with pytest.raises((ValidationError, IntegrityError)):
        give_role(user=bruno, role=role, by=None, **where)
    bruno.refresh_from_db()
    assert not bruno.is_staff


def test_given_twice_it_is_one_role_and_given_after_its_end_another(saaq_administrator, bruno, saaq_team):
    first, again = (give_role(user=bruno, role="agent", team=saaq_team, by=saaq_administrator) for _ in range(2))
    assert first == again
    end_role(membership=first, by=saaq_administrator)
    later = give_role(user=bruno, role="agent", team=saaq_team, by=saaq_administrator)
    assert later != first and Membership.objects.in_force().filter(user=bruno).count() == 1


def test_ending_twice_keeps_the_first_end(saaq_administrator, saaq_agent, people, saaq):
    give_role(user=people["carole"], role="administrator", organization=saaq, by=None)
    membership = Membership.objects.get(user=saaq_agent)
    ended = end_role(membership=membership, by=saaq_administrator)
    again = end_role(membership=membership, by=people["carole"])
    assert (again.ended_at, again.ended_by) == (ended.ended_at, saaq_administrator)


def test_an_agent_ends_no_role_not_even_a_colleagues(people, saaq_agent):
    with pytest.raises(PermissionDenied):
        end_role(membership=Membership.objects.get(user=people["aicha"]), by=saaq_agent)


def test_registered_again_what_it_wrote_since_is_kept(saaq):
    Organization.objects.filter(pk=saaq.pk).update(phone="1 800 555-0177")
    again = register(code="saaq", name_fr="Autre nom", by=None)
    assert (again.pk, again.phone) == (saaq.pk, "1 800 555-0177") and again.name_fr != "Autre nom"


@pytest.mark.parametrize(("code", "is_health"), [("ramq", True), ("sante-quebec", True), ("ville-essai", False)])
def test_those_of_health_are_known_by_the_reference_data(code, is_health, db):
    Organization.objects.filter(code=code).update(code="autre")
    assert register(code=code, name_fr="Nom", by=None).is_health is is_health


def test_two_organizations_may_have_teams_of_one_name(saaq, ramq):
    one, other = (make_team(organization=owner, name="Accueil", by=None) for owner in (saaq, ramq))
    assert one != other and make_team(organization=saaq, name="Accueil", by=None) == one


ORGANIZATION = {
    "code": "ville-essai",
    "name_fr": "Ville d’essai",
    "name_en": "",
    "phone": "1 800 555-0166",
    "time_zone": "America/Toronto",
}


def test_an_operator_adds_an_organization_then_invites_who_administers_it(operator, signed_in):
    client = signed_in(operator)
    answer = client.post(
        reverse("admin:organizations_organization_add"), {**ORGANIZATION, "public_hours": "9 h à 16 h"}
    )
    made = Organization.objects.get(code="ville-essai")
    assert (made.name_fr, made.phone, made.public_hours) == ("Ville d’essai", "1 800 555-0166", "9 h à 16 h")
    form = client.get(answer.url).context["adminform"].form
    assert (str(form["organization"].value()), form["role"].value()) == (str(made.pk), "administrator")


def test_a_code_already_taken_is_said(operator, signed_in, saaq):
    answer = signed_in(operator).post(reverse("admin:organizations_organization_add"), {**ORGANIZATION, "code": "saaq"})
    assert answer.status_code == 200 and "code" in answer.context["adminform"].form.errors


def test_an_operator_renames_and_describes_nothing(operator, signed_in, saaq):
    address = reverse("admin:organizations_organization_change", args=[saaq.pk])
    signed_in(operator).post(
        address, {**ORGANIZATION, "name_fr": "Société", "public_hours": "", "time_zone": "America/Toronto"}
    )
    saaq.refresh_from_db()
    assert (saaq.name_fr, saaq.code) == ("Société", "saaq") and saaq.phone != "1 800 555-0166"


@pytest.mark.parametrize("key", ["emile", "sylvie", "alain"])
def test_nobody_else_adds_an_organization(people, signed_in, key):
    assert signed_in(people[key]).post(reverse("admin:organizations_organization_add"), ORGANIZATION).status_code == 403


def test_the_code_of_an_organization_is_explained_and_its_page_may_be_left(signed_in, people):
    add = reverse("admin:organizations_organization_add")
    operator = signed_in(people["olga"])
    page = operator.get(add).content.decode()
    assert "par exemple saaq" in page and "Annuler" in page
    refused = operator.post(add, {"name_fr": "Ville", "code": "ville de là", "time_zone": "America/Toronto"})
    assert "sans accent, sans espace" in refused.content.decode() and "tirets bas" not in refused.content.decode()
