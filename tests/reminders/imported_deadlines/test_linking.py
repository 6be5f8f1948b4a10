"""Linking one's number: by the letter's code, by an agent; the work list; and nobody else's number."""

import datetime as dt
import html

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.client_numbers.linking import link_by_agent
from portal.client_numbers.models import ClientNumber, digest_of
from portal.clock import today
from portal.dossiers.actions import open_dossier
from portal.retention.actions import sweep_model
from reminders.deadlines.models import Deadline
from reminders.imported_deadlines import actions
from reminders.imported_deadlines.models import ImportedDeadline, LinkAttempt
from reminders.imported_deadlines.rows import ImportedRow, check
from reminders.invitations.actions import CodeRefused, Invitee, invite
from reminders.invitations.models import Invitation

pytestmark = pytest.mark.django_db
PAGE, LIST = "/rappels/relier/", "/gestion/imported_deadlines/importeddeadline/"


@pytest.fixture
def send(kind, saaq):
    def rows(*values):
        """(reference, number, days)"""
        made = [
            ImportedRow(ref, kind, number, today() + dt.timedelta(days=days), None, "open")
            for ref, number, days in values
        ]
        return actions.receive(organization=saaq, rows=made, by=None, origin=Deadline.Origin.IMPORT)

    return rows


@pytest.fixture
def code(kind, saaq, saaq_agent):
    """`code(number)`: what a letter says."""

    def made(number="B-7", organization=saaq):
        invitee = Invitee(digest_of(organization.pk, number), number, "Bruno", "1, rue A\nLévis")
        return invite(organization=organization, invitee=invitee, by=saaq_agent).on_the_sheet.code

    return made


def post(client, organization, number, code, **more):
    return client.post(PAGE, {"organization": organization.pk, "number": number, "code": code, **more})


def said(answer) -> str:
    return html.unescape(answer.content.decode())


def test_the_code_opens_what_waited(send, code, signed_in, bruno, saaq):
    send(("r1", "B-7", 40), ("r2", "b 7", 60))
    answer = post(signed_in(bruno), saaq, "B 7", code())
    assert answer.status_code == 302
    assert Deadline.objects.filter(citizen=bruno.citizen, origin="import").count() == 2
    assert ClientNumber.objects.get(citizen=bruno.citizen).agreed_how == "code"
    assert not ImportedDeadline.objects.unmatched().exists()


def test_a_wrong_code_says_the_same_whether_the_number_exists(send, code, signed_in, bruno, saaq, agreed):
    send(("r1", "B-7", 40))
    good = code()
    client = signed_in(bruno)
    tries = [("B-7", "AAAAAAAAAA"), ("Z-404", good), ("A-100", good), ("B-7", "")]
    sentences = [said(post(client, saaq, number, tried)) for number, tried in tries[:3]]
    shown = {text[text.index("Il reste quelque chose") :].split("</div>")[0] for text in sentences}
    assert len(shown) == 1 and "ne vont pas ensemble" in shown.pop()
    assert not ClientNumber.objects.filter(citizen=bruno.citizen).exists()
    assert AuditEvent.objects.filter(verb="client_number.agreed", refused=True, by_id=bruno.pk).count() == 3


def test_what_was_typed_stays(code, signed_in, bruno, saaq):
    assert 'value="B-7"' in said(post(signed_in(bruno), saaq, "B-7", "FAUX"))


def test_ten_tries_an_hour_then_even_the_right_code_waits(code, signed_in, bruno, saaq, clock_offset):
    good, client = code(), signed_in(bruno)
    for _ in range(10):
        post(client, saaq, "B-7", "FAUX")
    assert "Attendez une heure" in said(post(client, saaq, "B-7", good))
    clock_offset(minutes=61)
    client = signed_in(bruno)
    assert post(client, saaq, "B-7", good).status_code == 302
    clock_offset(days=2)
    assert sweep_model(model=LinkAttempt) == 11
    assert not LinkAttempt.objects.exists()


def test_a_replayed_code_opens_nothing(code, signed_in, bruno, amelie, saaq):
    good = code()
    assert post(signed_in(bruno), saaq, "B-7", good).status_code == 302
    assert "ne vont pas ensemble" in said(post(signed_in(amelie), saaq, "B-7", good))
    assert not ClientNumber.objects.filter(citizen=amelie.citizen).exists()


def test_a_number_of_somebody_else_leaves_the_code_good(agreed, code, saaq, bruno, signed_in):
    good = code("A-100")
    assert "déjà relié à une autre personne" in said(post(signed_in(bruno), saaq, "A-100", good))
    assert Invitation.objects.get().state == "to_print"


def test_the_code_of_another_organization(kind, code, saaq, ramq, bruno, signed_in):
    with pytest.raises(CodeRefused):
        actions.link_by_code(
            citizen=bruno.citizen, organization=saaq, number="B-7", code=code(organization=ramq), by=bruno
        )


def test_nonsense_is_answered_in_words(kind, signed_in, bruno, saaq, ramq):
    client = signed_in(bruno)
    for organization, number, tried in (
        (saaq, "---", "---"),
        (saaq, "\u202e", "é" * 40),
        (saaq, "x" * 5000, "y" * 5000),
    ):
        assert post(client, organization, number, tried).status_code == 200
    assert post(client, ramq, "1", "2").status_code == 200  # not an organization that reminds
    assert client.post(PAGE, {"organization": "x"}).status_code == 200


def test_a_representative_chooses_for_whom(send, code, people, signed_in, saaq):
    rachel, amelie = people["rachel"], people["amelie"]
    client = signed_in(rachel, place=amelie.citizen)
    assert str(amelie.citizen) in said(client.get(PAGE))
    assert post(client, saaq, "B-7", code(), citizen=amelie.citizen.pk).status_code == 302
    assert ClientNumber.objects.get(organization=saaq).citizen == amelie.citizen


def test_not_for_a_stranger(code, people, signed_in, saaq, bruno):
    """Whoever names him links the number to herself."""
    post(signed_in(people["rachel"]), saaq, "B-7", code(), citizen=bruno.citizen.pk)
    assert ClientNumber.objects.get(organization=saaq).citizen == people["rachel"].citizen


def test_unlinking_one_s_own_and_only_that(agreed, signed_in, amelie, bruno):
    url = reverse("imported_deadlines:unlink_number", args=[agreed.pk])
    assert signed_in(bruno).post(url).status_code == 404
    client = signed_in(amelie)
    assert "A-100" in said(client.get(PAGE))
    assert client.get(url).status_code == 405
    for _ in range(2):
        assert client.post(url).status_code == 302
    agreed.refresh_from_db()
    assert agreed.ended_by == amelie
    assert "A-100" not in said(client.get(PAGE))
    assert "A-100" not in said(signed_in(bruno).get(PAGE))


def test_the_way_there_from_my_deadlines(signed_in, bruno):
    assert PAGE in said(signed_in(bruno).get("/rappels/mes-echeances/"))


def test_the_work_list_is_by_number_the_first_due_on_top(send, signed_in, saaq_agent):
    send(("r1", "B-7", 40), ("r2", "B 7", 20), ("r3", "C-8", 30), ("r4", "D-9", 90))
    page = said(signed_in(saaq_agent).get(LIST))
    assert "3 numéros de client attendent" in page and "pour 4 échéances" in page
    shown = ImportedDeadline.objects.visible_to(saaq_agent).by_number().order_by("due_on")
    assert [(one.reference, one.waiting) for one in shown] == [("r2", 2), ("r3", 1), ("r4", 1)]
    assert page.index("B 7") < page.index("C-8") < page.index("D-9")


@pytest.mark.parametrize(("key", "status"), [("alain", 200), ("sylvie", 200), ("emile", 200), ("olga", 403)])
def test_who_enters_the_work_list(send, signed_in, people, key, status):
    send(("r1", "B-7", 40))
    imported_deadline = ImportedDeadline.objects.get()
    client = signed_in(people[key])
    assert client.get(LIST).status_code == status
    assert client.get(f"{LIST}{imported_deadline.pk}/change/").status_code == (200 if status == 200 else 404)


def test_another_organization_sees_none(send, signed_in, people):
    send(("r1", "B-7", 40))
    imported_deadline = ImportedDeadline.objects.get()
    for key in ("diane", "daniel"):
        client = signed_in(people[key])
        assert "B-7" not in said(client.get(LIST))
        for name in ("invite", "link", "search"):
            assert (
                client.post(
                    reverse(f"admin:imported_deadlines_importeddeadline_{name}", args=[imported_deadline.pk])
                ).status_code
                == 404
            )


@pytest.fixture
def served(bruno, saaq_team, saaq_agent):
    open_dossier(citizen=bruno.citizen, team=saaq_team, number="S-2026-777", title="Permis", by=saaq_agent)
    return bruno.citizen


def test_an_agent_links_after_confirming(send, served, signed_in, saaq_agent):
    send(("r1", "B-7", 40))
    imported_deadline = ImportedDeadline.objects.get()
    client = signed_in(saaq_agent)
    search, link = (
        reverse(f"admin:imported_deadlines_importeddeadline_{name}", args=[imported_deadline.pk])
        for name in ("search", "link")
    )
    found = said(client.post(search, {"words": served.family_name}, follow=True))
    assert str(served) in found and str(served.pk) in found
    asked = said(client.post(link, {"citizen": served.pk}))
    assert "Relier ce numéro à cette personne" in asked and not ClientNumber.objects.exists()
    client.post(link, {"citizen": served.pk, "confirmed": "1"})
    number = ClientNumber.objects.get()
    assert (number.citizen, number.agreed_how, number.agreed_by) == (served, "agent", saaq_agent)
    assert Deadline.objects.get(origin="import").citizen == served
    assert AuditEvent.objects.filter(verb="client_number.agreed", citizen_id=served.pk, by_id=saaq_agent.pk).exists()
    assert client.get(link).status_code == 404  # it waits no more


def test_linked_by_an_agent_the_letter_s_code_ends(send, code, served, saaq, saaq_agent, amelie):
    send(("r1", "B-7", 40))
    good = code()
    link_by_agent(citizen=served, organization=saaq, number="B-7", by=saaq_agent)
    assert Invitation.objects.get().state == "expired"
    with pytest.raises(CodeRefused):
        actions.link_by_code(citizen=amelie.citizen, organization=saaq, number="B-7", code=good, by=amelie)


def test_only_people_whom_they_serve_for_that_organization(send, served, people, saaq, signed_in):
    """An administrator serves nobody; another team's or organization's agents have other people."""
    send(("r1", "B-7", 40))
    imported_deadline = ImportedDeadline.objects.get()
    for key in ("emile", "diane", "benoit", "olga", "amelie"):
        with pytest.raises(PermissionDenied):
            link_by_agent(citizen=served, organization=saaq, number="B-7", by=people[key])
    link = reverse("admin:imported_deadlines_importeddeadline_link", args=[imported_deadline.pk])
    agent = signed_in(people["alain"])
    for nobody in (people["carole"].pk, "x", ""):
        assert agent.post(link, {"citizen": nobody, "confirmed": "1"}).status_code == 404
    assert not ClientNumber.objects.exists()


def test_a_search_leaves_no_name_in_an_address(send, served, signed_in, saaq_agent):
    send(("r1", "B-7", 40))
    search = reverse("admin:imported_deadlines_importeddeadline_search", args=[ImportedDeadline.objects.get().pk])
    answer = signed_in(saaq_agent).post(search, {"words": served.family_name})
    assert served.family_name not in answer["Location"]


@pytest.mark.parametrize("key", ["alain", "emile"])
def test_inviting_from_the_list(send, signed_in, people, key):
    send(("r1", "B-7", 40))
    imported_deadline = ImportedDeadline.objects.get()
    client = signed_in(people[key])
    url = reverse("admin:imported_deadlines_importeddeadline_invite", args=[imported_deadline.pk])
    refused = client.post(url, {"invite_name": "Bruno", "invite_address": "une seule ligne"})
    assert refused.status_code == 422 and "2 à 5 lignes" in said(refused) and "une seule ligne" in said(refused)
    page = said(client.post(url, {"invite_name": "Canari Roy", "invite_address": "1, rue A\r\nLévis"}, follow=True))
    invitation = Invitation.objects.get()
    assert (invitation.digest, invitation.by) == (imported_deadline.digest, people[key])
    assert "à imprimer" in page and "Canari" not in page  # what was typed is on the sheet, and nowhere else


def test_a_row_invites_the_unknown_and_nobody_else(agreed, kind, saaq):
    data = {"kind": kind.code, "due_on": str(today() + dt.timedelta(days=40)), "state": ""}
    data |= {"invite_name": "Ann Roy", "invite_address": "1, rue A | Lévis (Québec)"}
    rows = [
        check(data | {"reference": ref, "client_number": number, "state": state}, {kind.code: kind}, today())[0]
        for ref, number, state in [("r1", "A-100", ""), ("r2", "B-7", ""), ("r3", "B 7", ""), ("r4", "C-8", "done")]
    ]
    for _ in range(2):
        actions.receive(organization=saaq, rows=rows, by=None, origin=Deadline.Origin.IMPORT)
    invitation = Invitation.objects.get()
    assert invitation.digest == digest_of(saaq.pk, "B-7")
    assert invitation.on_the_sheet.address == "1, rue A\nLévis (Québec)"


def test_a_bad_block_is_told_in_its_column(kind):
    data = {"reference": "r", "kind": kind.code, "client_number": "1", "due_on": str(today()), "invite_name": "Ann"}
    row, problems = check(data, {kind.code: kind}, today())
    assert row is None and [one.column for one in problems] == ["invite_address"]
