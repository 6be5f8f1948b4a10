"""Several invitations, several batches, several organizations: each opens and is printed by itself."""

import pytest

from portal.client_numbers.models import ClientNumber, digest_of
from portal.printing import actions as printing
from portal.retention.actions import sweep_model
from reminders.invitations import actions
from reminders.invitations.actions import CodeRefused, Invitee
from reminders.invitations.models import Invitation, InvitationBatch
from tests.reminders.invitations.conftest import ADDRESS, invitee

pytestmark = pytest.mark.django_db
State = Invitation.State
NUMBERS = ["K-41 9777", "K-41 9778", "Z-1"]


@pytest.fixture
def three(kind, saaq, saaq_agent) -> list[Invitation]:
    return [actions.invite(organization=saaq, invitee=invitee(saaq, one), by=saaq_agent) for one in NUMBERS]


def states() -> list[str]:
    return list(Invitation.objects.order_by("asked_at", "pk").values_list("state", flat=True))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_each_code_opens_its_own_number_whatever_waits_beside(three, saaq, bruno, place):
    mine = three[place]
    used = actions.redeem(organization=saaq, digest=mine.digest, code=mine.on_the_sheet.code, by=bruno)
    assert used == mine and states().count(State.USED) == 1
    assert Invitation.objects.get(pk=mine.pk).contents is None


def test_the_code_of_a_neighbour_opens_nothing(three, saaq, bruno):
    for mine in three:
        for other in three:
            if other != mine:
                with pytest.raises(CodeRefused):
                    actions.redeem(organization=saaq, digest=mine.digest, code=other.on_the_sheet.code, by=bruno)
    assert State.USED not in states()


def test_one_batch_printed_leaves_the_other(three, saaq, saaq_agent, operator):
    first = printing.prepare(printable="invitations", by=operator)
    actions.invite(organization=saaq, invitee=invitee(saaq, "Y-2"), by=saaq_agent)
    second = printing.prepare(printable="invitations", by=operator)
    assert (first.number + 1, second.invitations.count()) == (second.number, 1)
    assert printing.mark_printed(batch=printing.note_download(batch=second, by=operator), by=operator)
    first.refresh_from_db()
    assert first.printed_at is None and set(first.invitations.values_list("state", flat=True)) == {State.TO_PRINT}
    assert all(one.on_the_sheet.code for one in first.invitations.all())


def test_said_twice_it_was_printed_once_by_the_first(three, operator, people):
    batch = printing.prepare(printable="invitations", by=operator)
    printing.note_download(batch=batch, by=operator)
    assert printing.mark_printed(batch=batch, by=operator) and not printing.mark_printed(batch=batch, by=people["omar"])
    assert InvitationBatch.objects.get().printed_by == operator


def test_used_before_its_batch_is_printed_it_is_not_printed(three, saaq, bruno, operator):
    """Somebody read their code over the telephone, say: nothing of them is left to print."""
    batch, mine = printing.prepare(printable="invitations", by=operator), three[1]
    actions.redeem(organization=saaq, digest=mine.digest, code=mine.on_the_sheet.code, by=bruno)
    assert batch.invitations.to_print().count() == 2
    printing.mark_printed(batch=printing.note_download(batch=batch, by=operator), by=operator)
    assert sorted(states()) == [State.PRINTED, State.PRINTED, State.USED]


def test_a_number_linked_by_an_agent_ends_its_invitation_and_no_other(three, saaq, saaq_agent):
    assert actions.close(organization=saaq, digest=three[0].digest, by=saaq_agent) == 1
    assert sorted(states()) == [State.EXPIRED, State.TO_PRINT, State.TO_PRINT]
    assert actions.close(organization=saaq, digest=three[0].digest, by=saaq_agent) == 0


@pytest.mark.parametrize("hours", [-1, 1])
def test_until_its_very_last_hour(three, saaq, bruno, clock_offset, hours):
    mine = three[0]
    code = mine.on_the_sheet.code
    clock_offset(days=90, hours=hours)
    assert sweep_model(model=Invitation) == (3 if hours > 0 else 0)
    if hours > 0:
        with pytest.raises(CodeRefused):
            actions.redeem(organization=saaq, digest=mine.digest, code=code, by=bruno)
    else:
        assert actions.redeem(organization=saaq, digest=mine.digest, code=code, by=bruno) == mine


def test_a_file_invites_those_who_were_not_and_replaces_nobody(three, saaq):
    lines = [*NUMBERS, "W-9"]
    invitees = {digest_of(saaq.pk, one): invitee(saaq, one) for one in lines}
    codes = [one.on_the_sheet.code for one in three]
    assert actions.invite_many(organization=saaq, invitees=invitees, by=None) == 1
    assert [Invitation.objects.get(pk=one.pk).on_the_sheet.code for one in three] == codes
    assert actions.invite_many(organization=saaq, invitees={}, by=None) == 0


def test_two_organizations_with_one_number_invite_two_people(three, saaq, ramq, ramq_agent, bruno):
    theirs = Invitee(digest_of(ramq.pk, NUMBERS[0]), NUMBERS[0], "Autre Personne", ADDRESS)
    invited = actions.invite(organization=ramq, invitee=theirs, by=ramq_agent)
    assert states().count(State.TO_PRINT) == 4 and invited.digest != three[0].digest
    with pytest.raises(CodeRefused):
        actions.redeem(organization=saaq, digest=three[0].digest, code=invited.on_the_sheet.code, by=bruno)


def test_no_number_is_agreed_by_a_wrong_code(three, saaq, bruno, signed_in):
    """The same words whether the number exists or not, and what was typed is still there."""
    client = signed_in(bruno)
    for number in (NUMBERS[0], "N-0000"):
        answer = client.post("/rappels/relier/", {"organization": saaq.pk, "number": number, "code": "AAAA-AAAA"})
        text = answer.content.decode()
        assert answer.status_code == 200 and "Ce numéro et ce code ne vont pas ensemble" in text and number in text
    assert not ClientNumber.objects.filter(citizen=bruno.citizen).exists()
