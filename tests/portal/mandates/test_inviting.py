"""Inviting somebody to act, by pages: from nothing to the end of the mandate; both are notified."""

import datetime as dt
import re
import uuid

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from messaging.threads.actions import write
from messaging.threads.models import Message
from portal.access.visibility import forget_visibility
from portal.account_notices.actions import send_account_notices
from portal.clock import today
from portal.dossiers.actions import open_dossier
from portal.dossiers.models import Dossier
from portal.mandates import inviting
from portal.mandates.actions import MandateOver, change, declare_child, end, give
from portal.mandates.ages import turning
from portal.mandates.ending import notify_ends
from portal.mandates.models import Mandate, MandateInvitation
from portal.mandates.sending import send_mandate_invitations
from portal.notices.models import Notice
from portal.organizations.models import Organization
from portal.people.models import Citizen

pytestmark = pytest.mark.django_db
FORM = {
    "invitee": "Bruno Gagnon",
    "send_by": "email",
    "email": "bruno@relais.example",
    "may": "act",
    "extent": "everything",
}


def notified(user, kind):
    return Notice.objects.filter(citizen=user.citizen, kind=kind).exists()


@pytest.fixture
def thread(amelie, saaq_team):
    return write(by=amelie, citizen=amelie.citizen, team=saaq_team, subject="Canari", body="…", key=uuid.uuid4())


def code_sent() -> str:
    send_mandate_invitations()
    text = mail.outbox[-1].body
    assert "Amélie" not in text and "http" not in text
    return re.search(r"^([A-Z0-9]{5}-[A-Z0-9]{5})\s*$", text, re.M)[1]


def test_invited_accepted_used_and_ended(amelie, bruno, signed_in, thread):
    hers, his = signed_in(amelie), signed_in(bruno)
    assert hers.post("/aider/inviter/", FORM).status_code == 302
    code = code_sent()
    answer = his.post("/aider/", {"code": code.lower()})
    assert "Amélie Tremblay vous le demande" in his.get(answer["Location"]).content.decode()
    his.post(answer["Location"], {"answer": "accept"})
    mandate = Mandate.objects.get(holder=bruno)
    assert notified(amelie, "mandate_given") and notified(bruno, "mandate_given")
    assert "Ouvrir l’espace d’Amélie Tremblay" in his.get("/aider/").content.decode()
    place = signed_in(bruno, place=amelie.citizen)
    assert place.get(thread.get_absolute_url()).status_code == 200
    assert his.get(thread.get_absolute_url()).status_code == 404
    hers.post(f"/aider/mandat/{mandate.pk}/fin/")
    closed = place.post(thread.get_absolute_url(), {"body": "Écrit entre-temps", "key": uuid.uuid4()})
    assert closed.status_code == 404 and "Rien n’a été envoyé" in closed.content.decode()
    assert not Message.objects.filter(by=bruno).exists()
    assert notified(amelie, "mandate_ended") and notified(bruno, "mandate_ended")


def test_a_code_serves_once_and_only_while_the_invitation_stands(amelie, bruno, people, signed_in):
    signed_in(amelie).post("/aider/inviter/", FORM)
    code, invitation = code_sent(), MandateInvitation.objects.get()
    assert inviting.by_code(code) == invitation and inviting.by_code("AAAAA-AAAAA") is None
    assert signed_in(people["samir"]).get(f"/aider/demande/{invitation.pk}/").status_code == 404
    signed_in(amelie).post(f"/aider/demande/{invitation.pk}/retirer/")
    assert inviting.by_code(code) is None
    with pytest.raises(inviting.InvitationClosed):
        inviting.accept(invitation=invitation, by=bruno)


def test_whom_it_is_sent_to_finds_it_at_home_until_answered(amelie, bruno, people, signed_in):
    signed_in(amelie).post("/aider/inviter/", FORM)
    asked = "Amélie Tremblay vous demande d’agir"
    assert asked in signed_in(bruno).get("/espace/").content.decode()
    assert asked not in signed_in(people["samir"]).get("/espace/").content.decode()
    inviting.decline(invitation=MandateInvitation.objects.get(), by=bruno)
    assert asked not in signed_in(bruno).get("/espace/").content.decode()


def test_declined_it_is_told_and_gives_nothing(amelie, bruno, signed_in):
    signed_in(amelie).post("/aider/inviter/", FORM)
    invitation = MandateInvitation.objects.get()
    signed_in(bruno).post(f"/aider/demande/{invitation.pk}/", {"answer": "decline"})
    assert notified(amelie, "mandate_declined") and not Mandate.objects.filter(holder=bruno).exists()


def test_asked_again_it_replaces_what_was_asked_and_what_was_given(amelie, bruno, signed_in):
    hers, his = signed_in(amelie), signed_in(bruno)
    hers.post("/aider/inviter/", FORM)
    first = MandateInvitation.objects.get()
    hers.post("/aider/inviter/", FORM)
    first.refresh_from_db()
    assert first.withdrawn_at and MandateInvitation.objects.open().count() == 1
    his.post(f"/aider/demande/{MandateInvitation.objects.open().get().pk}/", {"answer": "accept"})
    hers.post("/aider/inviter/", FORM | {"may": "read"})
    his.post(f"/aider/demande/{MandateInvitation.objects.open().get().pk}/", {"answer": "accept"})
    standing = Mandate.objects.get(holder=bruno, revoked_at=None)
    assert not standing.may_act and Mandate.objects.filter(holder=bruno).count() == 2


def test_another_mandate_that_stays_is_said_when_one_ends(amelie, bruno, signed_in):
    law = give(citizen=amelie.citizen, holder=bruno, kind="legal", by=bruno)
    chosen = give(citizen=amelie.citizen, holder=bruno, kind="helper", by=bruno)
    hers = signed_in(amelie)
    said = hers.post(f"/aider/mandat/{chosen.pk}/fin/", follow=True).content.decode()
    assert "en a un autre" in said and "n’a plus accès" not in said
    assert "n’a plus accès" in hers.post(f"/aider/mandat/{law.pk}/fin/", follow=True).content.decode()


def test_what_a_helper_may_do_is_changed_at_once(amelie, bruno, signed_in, helping, thread):
    mandate, place = helping(receives=True)
    hers, page = signed_in(amelie), f"/aider/mandat/{mandate.pk}/changer/"
    assert page in hers.get("/aider/pour-moi/").content.decode()
    assert hers.post(page, {"may": "read", "extent": "chosen"}).status_code == 422
    assert hers.post(page, {"may": "read", "extent": "everything"}).status_code == 302
    assert place.get(thread.get_absolute_url()).status_code == 200
    assert place.post(thread.get_absolute_url(), {"body": "Bonjour", "key": uuid.uuid4()}).status_code == 403
    assert notified(amelie, "mandate_changed") and notified(bruno, "mandate_changed")
    assert hers.post(page, {"may": "act", "extent": "everything"}).status_code == 404, "it was replaced"


def test_only_the_person_changes_it_and_only_what_she_chose(amelie, bruno, signed_in):
    by_law = give(citizen=amelie.citizen, holder=bruno, kind="legal", by=bruno)
    chosen = give(citizen=amelie.citizen, holder=bruno, kind="helper", by=bruno)
    assert signed_in(bruno).get(f"/aider/mandat/{chosen.pk}/changer/").status_code == 404
    assert signed_in(amelie).get(f"/aider/mandat/{by_law.pk}/changer/").status_code == 404
    with pytest.raises(PermissionDenied):
        change(mandate=chosen, by=bruno, may_act=True)
    end(mandate=chosen, by=amelie)
    with pytest.raises(MandateOver):
        change(mandate=chosen, by=amelie, may_act=True)


def test_the_code_of_ones_own_request_says_who_types_it(amelie, signed_in):
    hers = signed_in(amelie)
    hers.post("/aider/inviter/", FORM)
    answer = hers.post("/aider/", {"code": code_sent()})
    assert answer.status_code == 422 and "votre propre demande" in answer.content.decode()


def test_who_acts_from_now_on_is_said_by_email_whatever_was_chosen(amelie, bruno, signed_in):
    signed_in(amelie).post("/aider/inviter/", FORM)
    signed_in(bruno).post(f"/aider/demande/{MandateInvitation.objects.get().pk}/", {"answer": "accept"})
    assert send_account_notices() == 1
    assert mail.outbox[-1].to == [amelie.email] and "Bruno" not in mail.outbox[-1].body


def test_it_expires(amelie, bruno, signed_in, clock_offset):
    signed_in(amelie).post("/aider/inviter/", FORM)
    clock_offset(days=15)
    assert signed_in(bruno).get(f"/aider/demande/{MandateInvitation.objects.get().pk}/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "amelie@relais.example"}, "votre propre adresse"),
        ({"extent": "chosen"}, "Cochez au moins"),
        ({"ends_on": "2001-01-01"}, "Cette date est passée"),
        ({"starts_on": "2099-01-02", "ends_on": "2099-01-01"}, "La fin vient avant"),
        ({"may": ""}, "Choisissez ce que"),
    ],
)
def test_what_is_wrong_is_said(amelie, signed_in, changed, words):
    answer = signed_in(amelie).post("/aider/inviter/", FORM | changed)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not MandateInvitation.objects.exists()


def test_who_may_read_only_sends_nothing(helping, thread, bruno):
    _mandate, place = helping(may_act=False)
    assert place.get(thread.get_absolute_url()).status_code == 200
    refused = place.post(thread.get_absolute_url(), {"body": "Bonjour", "key": uuid.uuid4()})
    assert refused.status_code == 403 and "de changer ce que vous pouvez faire" in refused.content.decode()
    assert not Message.objects.filter(by=bruno).exists()


def test_a_limit_hides_the_rest(helping, amelie, bruno, saaq, ramq, thread):
    card = open_dossier(by=None, citizen=amelie.citizen, team=ramq.teams.first(), number="R-1", title="Carte")
    _mandate, place = helping(is_limited=True, organization_ids=[ramq.pk])
    assert place.get(thread.get_absolute_url()).status_code == 404
    assert place.get(f"/dossiers/{card.pk}/").status_code == 200
    assert place.get("/rappels/preferences/").status_code == 404, "what is received is no organization's"
    forget_visibility(bruno)
    assert list(Dossier.objects.visible_to(bruno)) == [card]


def test_a_limit_to_one_dossier(helping, amelie, bruno, ramq):
    one, other = (
        open_dossier(by=None, citizen=amelie.citizen, team=ramq.teams.first(), number=number, title="Carte")
        for number in ("R-1", "R-2")
    )
    helping(is_limited=True, dossier_ids=[one.pk])
    forget_visibility(bruno)
    assert list(Dossier.objects.visible_to(bruno)) == [one] and other not in Dossier.objects.visible_to(bruno)


def test_only_its_two_sides_end_it(helping, bruno, people):
    mandate, place = helping()
    with pytest.raises(PermissionDenied):
        end(mandate=mandate, by=people["samir"])
    assert place.get("/espace/").status_code == 200
    end(mandate=mandate, by=bruno)
    assert "n’agissez plus" in place.get("/espace/").content.decode()


def test_its_end_is_told_before_and_on_the_day_once(helping, amelie, bruno, clock_offset):
    helping(ends_on=today() + dt.timedelta(days=40))
    assert notify_ends() == 0
    clock_offset(days=15)
    assert (
        (notify_ends(), notify_ends()) == (1, 0)
        and notified(amelie, "mandate_ending")
        and notified(bruno, "mandate_ending")
    )
    clock_offset(days=40)
    assert (notify_ends(), notify_ends()) == (1, 0) and notified(bruno, "mandate_over")


def test_at_fourteen_health_is_the_childs_and_at_eighteen_all_is(amelie, saaq_team, ramq, clock_offset):
    born = turning(today(), -14) + dt.timedelta(days=20)
    child = declare_child(given_name="Léa", family_name="Roy", birth_date=born, by=amelie)
    teams = {"R-1": ramq.teams.first(), "S-1": saaq_team}
    for number, team in teams.items():
        open_dossier(by=None, citizen=child, team=team, number=number, title="x")
    assert Organization.objects.get(code="ramq").is_health

    def seen() -> set[str]:
        forget_visibility(amelie)
        return set(Dossier.objects.visible_to(amelie).values_list("number", flat=True))

    assert seen() == {"R-1", "S-1"} and notify_ends() == 1 and notified(amelie, "child_soon_14")
    clock_offset(days=21)
    assert seen() == {"S-1"} and notify_ends() == 1 and notified(amelie, "child_is_14")
    clock_offset(days=21 + 4 * 366)
    assert seen() == set()


def test_an_agent_gives_one_with_a_document_and_ends_it(amelie, bruno, saaq, saaq_agent, signed_in, thread):
    page = f"/gestion/assisted/servedperson/{amelie.citizen.pk}/mandats/"
    agent = signed_in(saaq_agent)
    form = FORM | {"kind": "helper", "proof": "proxy", "proof_detail": "12 mai", "extent": "chosen"}
    assert (
        "n’ouvre que ce qui est de votre organisme"
        in agent.post(page, form | {"extent": "everything"}).content.decode()
    )
    assert agent.post(page, form | {"organizations": [str(saaq.pk)]}).status_code == 302
    invitation = MandateInvitation.objects.get()
    assert (invitation.proof, invitation.invited_by, invitation.organization) == ("proxy", saaq_agent, saaq)
    assert "vu par Alain Côté" in agent.get(page).content.decode()
    signed_in(bruno).post(f"/aider/demande/{invitation.pk}/", {"answer": "accept"})
    mandate = Mandate.objects.get(holder=bruno)
    assert mandate.is_limited and mandate.organization_ids == [saaq.pk]
    agent.post(page, {"act": "end", "pk": str(mandate.pk)})
    mandate.refresh_from_db()
    assert mandate.revoked_by == saaq_agent and notified(bruno, "mandate_ended")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"kind": "legal", "proof": "proxy"}, "demande un jugement"),
        ({"kind": "parent", "proof": "proxy"}, "demande la date de naissance"),
        ({"kind": "legal", "proof": ""}, "Sans document, rien"),
    ],
)
def test_a_mandate_by_law_asks_for_its_document(amelie, saaq_agent, signed_in, thread, asked, words):
    page = f"/gestion/assisted/servedperson/{amelie.citizen.pk}/mandats/"
    refused = signed_in(saaq_agent).post(page, FORM | {"proof_detail": "12 mai"} | asked)
    assert refused.status_code == 422 and words in refused.content.decode()
    assert not MandateInvitation.objects.exists()


@pytest.mark.parametrize(
    ("limit", "second", "email"),
    [("MOST_A_DAY", "amelie", "lea@relais.example"), ("MOST_TO_ADDRESS", "rachel", "ZOE@relais.example")],
)
def test_invitations_are_counted_by_who_asks_and_by_address(people, signed_in, monkeypatch, limit, second, email):
    """Nobody is written to again and again, be it by several people."""
    monkeypatch.setattr(inviting, limit, 1)
    assert (
        signed_in(people["amelie"]).post("/aider/inviter/", FORM | {"email": "zoe@relais.example"}).status_code == 302
    )
    refused = signed_in(people[second]).post("/aider/inviter/", FORM | {"email": email})
    assert refused.status_code == 422 and "Revenez demain" in refused.text
    assert MandateInvitation.objects.count() == 1


def test_of_a_person_who_died_only_who_liquidates_acts(amelie, bruno, saaq_agent, signed_in, thread):
    Citizen.objects.filter(pk=amelie.citizen.pk).update(died_on=today() - dt.timedelta(days=3))
    page, agent = f"/gestion/assisted/servedperson/{amelie.citizen.pk}/mandats/", signed_in(saaq_agent)
    form = FORM | {"kind": "helper", "proof": "proxy", "proof_detail": "12 mai"}
    assert agent.post(page, form).status_code == 422
    assert agent.post(page, form | {"kind": "legal", "proof": "estate"}).status_code == 302
    signed_in(bruno).post(f"/aider/demande/{MandateInvitation.objects.get().pk}/", {"answer": "accept"})
    assert signed_in(bruno, place=amelie.citizen).get(thread.get_absolute_url()).status_code == 200


def test_one_s_own_home_has_nothing_of_another_s(signed_in, rachel, thread):
    own = signed_in(rachel)
    assert (
        "Canari" not in own.get("/messages/").content.decode()
        and "Vous agissez" not in own.get("/espace/").content.decode()
    )
    place = signed_in(rachel, place=thread.citizen)
    page = place.get("/messages/").content.decode()
    assert "Canari" in page and "Vous agissez pour <strong>Amélie Tremblay</strong>" in page
    assert f"/pour/{thread.citizen_id}/messages/" in page
