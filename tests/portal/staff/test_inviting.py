"""Inviting, in «gestion»: the answer is the same for every address; the number is limited."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from portal.access.permissions import Role
from portal.clock import now
from portal.foundation.channels import ChannelError
from portal.staff import sending
from portal.staff.actions import TooMany, by_code, invite, resend, withdraw
from portal.staff.models import StaffInvitation
from portal.staff.sending import send_staff_invitations
from tests.portal.staff.conftest import NEW, code_in_last_mail

ADD = "/gestion/staff/staffinvitation/add/"
LIST = "/gestion/staff/staffinvitation/"


def form_data(email, role=Role.AGENT, organization="", team="") -> dict[str, str]:
    return {"email": email, "role": role, "organization": organization, "team": team}


def change(invitation) -> str:
    return f"/gestion/staff/staffinvitation/{invitation.pk}/change/"


@pytest.mark.parametrize("email", [NEW, "bruno@relais.example", "alain@relais.example"])
def test_an_administrator_invites_and_the_answer_says_nothing_of_the_address(
    saaq_administrator, saaq_team, signed_in, email
):
    client = signed_in(saaq_administrator)
    answer = client.post(ADD, form_data(email, team=saaq_team.pk), follow=True)
    assert "L’invitation part dans la minute" in answer.content.decode()
    made = StaffInvitation.objects.get(email=email)
    assert (made.team, made.organization, made.invited_by) == (saaq_team, saaq_team.organization, saaq_administrator)
    assert "à envoyer" in client.get(LIST).content.decode()
    send_staff_invitations()
    assert mail.outbox[-1].to == [email]
    assert "envoyée, sans réponse" in client.get(LIST).content.decode()


def test_the_email_is_neutral_and_has_no_link(sent):
    _, code = sent()
    text = mail.outbox[-1].subject + mail.outbox[-1].body
    assert code in text and "/invitation" in text and "1 877" in text
    for word in ("http", "Société", "SAAQ", "Permis", "agent", "Émile", NEW):
        assert word not in text


def test_the_email_is_english_for_who_chose_it(sent, bruno):
    bruno.citizen.language = "en"
    bruno.citizen.save(update_fields=["language"])
    sent(bruno.email)
    assert "invitation" in mail.outbox[-1].body and "Bonjour" not in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("role", "where"), [(Role.OPERATOR, ""), (Role.SUPERVISOR, "ramq"), (Role.ADMINISTRATOR, "ramq")]
)
def test_an_administrator_invites_nobody_beyond_their_organization(saaq_administrator, ramq, signed_in, role, where):
    answer = signed_in(saaq_administrator).post(ADD, form_data(NEW, role, ramq.pk if where else ""))
    assert answer.status_code == 200 and answer.context["errors"]
    with pytest.raises(PermissionDenied):
        invite(email=NEW, role=role, organization=ramq if where else None, by=saaq_administrator)
    assert not StaffInvitation.objects.exists()


def test_an_operator_invites_first_administrators_and_operators_only(operator, saaq, signed_in):
    client = signed_in(operator)
    assert client.post(ADD, form_data(NEW, Role.ADMINISTRATOR, saaq.pk)).status_code == 302
    assert client.post(ADD, form_data("omar2@relais.example", Role.OPERATOR)).status_code == 302
    assert client.post(ADD, form_data(NEW, Role.SUPERVISOR, saaq.pk)).status_code == 200
    assert set(StaffInvitation.objects.values_list("role", flat=True)) == {"administrator", "operator"}


@pytest.mark.parametrize(("role", "missing"), [(Role.AGENT, "team"), (Role.SUPERVISOR, "organization")])
def test_what_is_missing_is_said_beside_its_field(saaq_administrator, people, signed_in, role, missing):
    form = signed_in(people["carole"]).post(ADD, form_data(NEW, role)).context["adminform"].form
    assert missing in form.errors
    with pytest.raises((ValidationError, PermissionDenied)):
        invite(email=NEW, role=role, by=saaq_administrator)


def test_nobody_invites_themselves(saaq_administrator, saaq_team, signed_in):
    answer = signed_in(saaq_administrator).post(ADD, form_data(saaq_administrator.email.upper(), team=saaq_team.pk))
    assert "On ne se donne pas un rôle à soi-même" in answer.content.decode()
    assert not StaffInvitation.objects.exists()


def test_the_same_invitation_again_is_sent_again_with_another_code(sent):
    first, code = sent()
    again, other = sent()
    assert first == again and StaffInvitation.objects.count() == 1
    assert by_code(email=NEW, code=code) is None and by_code(email=NEW, code=other) == first


def test_sent_again_and_taken_back_from_its_page(sent, saaq_administrator, signed_in):
    made, code = sent()
    client = signed_in(saaq_administrator)
    assert "Renvoyer" in client.get(change(made)).content.decode()
    client.post(change(made), {"_resend": ""})
    assert by_code(email=NEW, code=code) is None
    send_staff_invitations()
    code = code_in_last_mail()
    assert by_code(email=NEW, code=code) == made
    client.post(change(made), {"_withdraw": ""})
    assert by_code(email=NEW, code=code) is None
    made.refresh_from_db()
    assert (made.state, made.withdrawn_by) == ("withdrawn", saaq_administrator)
    assert "Renvoyer" not in client.get(change(made)).content.decode()


def test_another_organization_sees_and_changes_nothing(sent, ramq_administrator, signed_in):
    made, _ = sent()
    client = signed_in(ramq_administrator)
    assert NEW not in client.get(LIST).content.decode()
    assert client.post(change(made), {"_withdraw": ""}).status_code == 404
    for act in (resend, withdraw):
        with pytest.raises(PermissionDenied):
            act(invitation=made, by=ramq_administrator)
    made.refresh_from_db()
    assert made.is_open


def test_the_number_is_limited_by_address_and_by_who_invites(sent, saaq_administrator, saaq_team, monkeypatch):
    for _ in range(5):
        sent()
    with pytest.raises(TooMany):
        sent()
    monkeypatch.setattr("portal.staff.actions.MOST_AN_HOUR", 6)
    sent("autre@ville.example")
    with pytest.raises(TooMany):
        sent("encore@ville.example")


def test_an_address_that_refuses_is_shown_as_such(sent, saaq_administrator, saaq_team, monkeypatch):
    def refuse(**kwargs):
        raise ChannelError("550", permanent=True)

    monkeypatch.setattr("portal.account_notices.outbox.email.send", refuse)
    made = invite(email=NEW, role="agent", team=saaq_team, by=saaq_administrator)
    assert send_staff_invitations() == 0 and send_staff_invitations() == 0
    made.refresh_from_db()
    assert (made.state, made.tries) == ("refused", 1)


def test_what_a_clock_six_hours_ahead_has_dated_leaves_once_it_is_back(saaq_administrator, saaq_team):
    invite(email=NEW, role="agent", team=saaq_team, by=saaq_administrator)
    ahead = now() + dt.timedelta(hours=6)
    StaffInvitation.objects.update(sent_at=None, tries=3, next_try_at=ahead)
    assert send_staff_invitations() == 1
    StaffInvitation.objects.update(sent_at=None, tries=9, next_try_at=ahead)
    assert send_staff_invitations() == 0, "the tenth try waits longer than that"


def test_an_e_mail_that_cannot_be_written_keeps_no_other(saaq_administrator, saaq_team, monkeypatch):
    """It counts a try, as for a relay that is away: those behind it leave."""
    for email in (NEW, "autre@ville.example"):
        invite(email=email, role="agent", team=saaq_team, by=saaq_administrator)
    StaffInvitation.objects.update(sent_at=None, tries=0, next_try_at=now())
    known = sending.new_code
    codes = iter([ValueError("no code"), known()])

    def new_code():
        code = next(codes)
        if isinstance(code, Exception):
            raise code
        return code

    monkeypatch.setattr(sending, "new_code", new_code)
    assert send_staff_invitations() == 1
    assert StaffInvitation.objects.filter(sent_at=None, tries=1).count() == 1


def test_a_relay_that_is_away_is_tried_again_later(saaq_administrator, saaq_team, monkeypatch, clock_offset):
    def away(**kwargs):
        raise ChannelError("421", permanent=False)

    with monkeypatch.context() as broken:
        broken.setattr("portal.account_notices.outbox.email.send", away)
        invite(email=NEW, role="agent", team=saaq_team, by=saaq_administrator)
        send_staff_invitations()
    assert send_staff_invitations() == 0
    clock_offset(minutes=3)
    assert send_staff_invitations() == 1 and send_staff_invitations() == 0


def test_states_in_words(sent):
    made, _ = sent()
    made.expires_at -= dt.timedelta(days=15)
    assert made.get_state_display() == "expirée"
