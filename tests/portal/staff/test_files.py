"""Members of staff invited by a file: tried without effect, invited once whatever dies, nobody bothered twice."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.access.permissions import Role
from portal.clock import now
from portal.imports.actions import accept, check_file, give, receive_file, sweep
from portal.imports.models import ImportFile
from portal.staff import actions, importing
from portal.staff.actions import decline, invite, withdraw
from portal.staff.importing import ImportedStaff
from portal.staff.models import StaffInvitation
from portal.staff.roles import give_role
from portal.staff.sending import send_staff_invitations

pytestmark = pytest.mark.django_db
NOUN = "staff.stafffile"


def csv_of(*rows, heads=("Nom", "Adresse courriel", "Rôle", "Équipe")):
    return "\r\n".join(";".join(row) for row in [heads, *rows]).encode("utf-8-sig")


def agent(number, team):
    return [f"Agente {number}", f"agente-{number}@ville.example", "Agente", team.name]


@pytest.fixture
def tried(saaq, saaq_administrator):
    def try_file(*rows, **options):
        given = {"organization": saaq, "name": "equipe.csv", "content": csv_of(*rows, **options)}
        return check_file(import_file=give(noun=NOUN, by=saaq_administrator, **given))

    return try_file


@pytest.fixture
def received(tried, saaq_administrator):
    def receive(*rows, confirmed=False):
        import_file = accept(import_file=tried(*rows), by=saaq_administrator, confirmed=confirmed)
        return receive_file(import_file=import_file)

    return receive


def page(name, *args):
    return reverse(f"admin:staff_stafffile_{name}", args=args)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (["Nadia", "Nadia Roy <nadia@ville.example>", "agente", "{team}"], "courriel"),
        (["Nadia", "", "agente", "{team}"], "courriel"),
        (["Nadia", "EMILE@relais.example", "superviseure", ""], "courriel"),
        (["Nadia", "agent-1@exemple.invalid", "agente", "{team}"], "courriel"),
        (["Nadia", "nadia@ville.example", "directrice", "{team}"], "rôle"),
        (["Nadia", "nadia@ville.example", "exploitation du portail", ""], "rôle"),
        (["Nadia", "nadia@ville.example", "agente", ""], "équipe"),
        (["Nadia", "nadia@ville.example", "agente", "Équipe de nulle part"], "équipe"),
    ],
)
def test_a_row_is_refused_with_what_to_do(tried, saaq_administrator, saaq_team, cells, column):
    saaq_administrator.email = "emile@relais.example"
    saaq_administrator.save(update_fields=["email"])
    import_file = tried([cell.format(team=saaq_team.name) for cell in cells])
    problem = import_file.problems.get()
    assert (import_file.bad_lines, problem.column) == ([2], column)
    assert len(problem.words) > 20 and "nadia@" not in problem.words.lower()


@pytest.mark.parametrize("words", ["AGENTE", "Agent(e)", "agente ou agent"])
def test_a_role_and_a_team_are_read_as_people_write_them(tried, saaq_team, words):
    import_file = tried(["", " Nadia@Ville.example ", words, f"  {saaq_team.name.upper()} "])
    assert (import_file.good_rows, import_file.bad_rows) == (1, 0)
    assert import_file.tallies["domain"] == [["ville.example", 1, [2]]]


def test_the_team_column_may_miss_where_nobody_is_an_agent(tried, saaq_team):
    rows = [["nadia@ville.example", "superviseure"], ["omar@ville.example", "agent"]]
    import_file = tried(*rows, heads=("courriel", "rôle"))
    assert import_file.bad_lines == [3]


def test_another_organization_s_team_is_unknown(tried, saaq_team, people):
    assert tried(["", "nadia@ville.example", "agente", "Équipe de Revenu Québec"]).bad_rows == 1


def test_nothing_leaves_before_it_is_received_then_each_is_invited(tried, saaq_team, saaq_administrator):
    import_file = tried(*[agent(number, saaq_team) for number in range(3)], ["", "x", "agente", saaq_team.name])
    assert not StaffInvitation.objects.exists()
    import_file = receive_file(import_file=accept(import_file=import_file, by=saaq_administrator))
    assert (import_file.state, import_file.counts, import_file.content) == ("received", {"invited": 3}, None)
    made = StaffInvitation.objects.all()
    assert {one.email for one in made} == {f"agente-{number}@ville.example" for number in range(3)}
    assert {(one.role, one.team, one.invited_by) for one in made} == {(Role.AGENT, saaq_team, saaq_administrator)}
    send_staff_invitations()
    assert sorted(one.to[0] for one in mail.outbox) == sorted(one.email for one in made)


def test_the_same_file_again_bothers_nobody(received, saaq_team):
    rows = [agent(number, saaq_team) for number in range(3)]
    assert received(*rows).counts == {"invited": 3}
    send_staff_invitations()
    assert received(*rows).counts == {"unchanged": 3}
    send_staff_invitations()
    assert len(mail.outbox) == 3


def test_a_line_written_twice_is_one_person(received, tried, saaq_team):
    rows = [agent(number, saaq_team) for number in range(3)]
    import_file = tried(*rows, ["", rows[0][1].upper(), "agent(e)", saaq_team.name.upper()])
    assert (import_file.good_rows, import_file.bad_lines) == (3, [5])
    assert "répète la ligne 2" in import_file.problems.get().words
    assert import_file.tallies["domain"] == [["ville.example", 3, [2, 3, 4]]]
    assert received(*rows, rows[0]).counts == {"invited": 3}


def test_who_has_the_role_or_declined_it_is_counted_and_not_invited(
    received, saaq_team, saaq_administrator, bruno, amelie
):
    give_role(user=bruno, role=Role.AGENT, team=saaq_team, organization=saaq_team.organization, by=saaq_administrator)
    declined = invite(email=amelie.email, role=Role.AGENT, team=saaq_team, by=saaq_administrator)
    decline(invitation=declined, by=amelie)
    rows = [["", one.email, "agent", saaq_team.name] for one in (bruno, amelie)]
    assert received(*rows).counts == {"unchanged": 1, "declined": 1}


def test_an_invitation_that_expired_is_sent_again_and_one_taken_back_is_made_anew(
    received, saaq_team, saaq_administrator
):
    old = invite(email="agente-1@ville.example", role=Role.AGENT, team=saaq_team, by=saaq_administrator)
    StaffInvitation.objects.filter(pk=old.pk).update(expires_at=now())
    back = invite(email="agente-2@ville.example", role=Role.AGENT, team=saaq_team, by=saaq_administrator)
    withdraw(invitation=back, by=saaq_administrator)
    assert received(agent(1, saaq_team), agent(2, saaq_team)).counts == {"invited": 2}
    old.refresh_from_db()
    assert old.expires_at > now() and StaffInvitation.objects.open().count() == 2


@pytest.mark.parametrize("confirmed", [True, False])
def test_the_administration_is_given_on_purpose_only(received, saaq_team, confirmed):
    import_file = received(agent(1, saaq_team), ["", "nadia@ville.example", "administratrice", ""], confirmed=confirmed)
    assert import_file.to_confirm == [3]
    assert StaffInvitation.objects.filter(role=Role.ADMINISTRATOR).exists() is confirmed
    assert import_file.counts == {"invited": 1 + confirmed}


def test_a_worker_that_dies_is_followed_by_one_that_goes_on(tried, saaq_team, saaq_administrator, monkeypatch):
    monkeypatch.setattr(ImportedStaff, "batch", 10)
    rows = [agent(number, saaq_team) for number in range(25)]
    import_file = accept(import_file=tried(*rows), by=saaq_administrator)
    calls = []

    def dies_at_the_second(**values):
        calls.append(actions.invite_many(**values))  # its invitations are made, and go with the transaction
        if len(calls) == 2:
            raise ConnectionError
        return calls[-1]

    with monkeypatch.context() as dying, pytest.raises(ConnectionError):
        dying.setattr(importing, "invite_many", dies_at_the_second)
        receive_file(import_file=import_file)
    import_file.refresh_from_db()
    assert (import_file.position, StaffInvitation.objects.count()) == (10, 10)
    assert sweep() == 1
    import_file.refresh_from_db()
    assert (import_file.counts, StaffInvitation.objects.count()) == ({"invited": 25}, 25)


def test_a_day_has_a_limit_and_what_is_beyond_it_is_listed(received, saaq_team, monkeypatch):
    monkeypatch.setattr(actions, "MOST_LISTED_A_DAY", 2)
    import_file = received(*[agent(number, saaq_team) for number in range(3)])
    assert (import_file.counts, import_file.bad_since) == ({"invited": 2}, 1)
    problem = import_file.problems.get()
    assert (problem.line, problem.column) == (4, "courriel")


def test_who_may_no_longer_give_roles_invites_nobody(tried, saaq_team, saaq_administrator):
    import_file = accept(import_file=tried(agent(1, saaq_team)), by=saaq_administrator)
    saaq_administrator.memberships.update(ended_at=now(), ended_by=saaq_administrator)
    import_file = receive_file(import_file=ImportFile.objects.get(pk=import_file.pk))
    assert (import_file.counts, import_file.bad_since) == ({}, 1)
    assert not StaffInvitation.objects.exists()


@pytest.mark.parametrize("key", ["daniel", "alain", "amelie", "olga", "sylvie"])
def test_only_its_administrators_give(saaq, people, signed_in, key):
    with pytest.raises(PermissionDenied):
        give(noun=NOUN, organization=saaq, name="x.csv", content=b"x", by=people[key])
    if key in ("alain", "olga", "sylvie"):
        assert signed_in(people[key]).get(page("give")).status_code == 403


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_has_the_teams_and_its_examples_invite_nobody(
    saaq, saaq_team, saaq_administrator, signed_in, form
):
    answer = signed_in(saaq_administrator).get(page("template", form))
    assert f'filename="personnel.{form}"' in answer["Content-Disposition"]
    given = {"organization": saaq, "name": f"personnel.{form}", "content": answer.content}
    import_file = check_file(import_file=give(noun=NOUN, by=saaq_administrator, **given))
    assert import_file.rows == saaq.teams.count() + 1
    assert {one.column for one in import_file.problems.all()} == {"courriel"} and not import_file.good_rows


def test_the_walk_in_gestion(signed_in, saaq, saaq_team, saaq_administrator):
    client = signed_in(saaq_administrator)
    assert page("give") in client.get(reverse("admin:staff_staffinvitation_changelist")).content.decode()
    content = csv_of(agent(1, saaq_team), ["", "nadia@ville.example", "administratrice", ""], ["", "x", "agente", ""])
    upload = SimpleUploadedFile("equipe.csv", content, "text/csv")
    place = client.post(page("give"), {"organization": str(saaq.pk), "file": upload}).url
    sweep()
    shown = client.get(place)
    assert [one["rows"][0]["rows"] for one in shown.context["tallies"]] == [1, 2]
    assert list(shown.context["form"].fields) == ["confirmed"] and shown.context["problems"].count() == 2
    client.post(page("accept", ImportFile.objects.get().pk), {"confirmed": "on"})
    sweep()
    assert client.get(place).context["import_file"].counts == {"invited": 2}
    assert client.get(page("changelist")).status_code == 200
    assert not ImportFile.objects.get().content
