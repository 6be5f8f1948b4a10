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


@pytest.fixture
def helping(amelie, bruno, signed_in):
    """`helping(may_act=…)`: Bruno's mandate for Amélie, and his client in her place."""

    def make(**scope):
        mandate = give(citizen=amelie.citizen, holder=bruno, kind="helper", by=bruno, **scope)
        return mandate, signed_in(bruno, place=amelie.citizen)

    return make


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
