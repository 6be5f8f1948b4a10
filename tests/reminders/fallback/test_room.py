"""«Envois non aboutis»: who sees them, what they say, and what two people at once may do."""

from uuid import uuid4

import pytest

from portal.audit.models import AuditEvent
from portal.consents.models import Channel
from portal.work_items.actions import open_item
from portal.work_items.models import WorkItem
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.fallback.actions import NothingToRetry, handle, retry
from reminders.fallback.models import DeadLetter
from reminders.fallback.sweep import follow_up
from reminders.kinds.models import DeadlineKind
from reminders.reminders.models import Reminder
from tests.queries import growth

pytestmark = pytest.mark.django_db
SECTION = "/gestion/fallback/deadletter/"


@pytest.fixture
def letter(ended) -> DeadLetter:
    ended(state="failed", code="550")
    follow_up()
    return DeadLetter.objects.get()


def page_of(letter: DeadLetter) -> str:
    return f"{SECTION}{letter.pk}/change/"


@pytest.mark.parametrize(
    ("who", "status", "names"),
    [
        ("alain", 200, True),
        ("sylvie", 200, True),
        ("olga", 200, False),
        ("emile", 403, False),
        ("bruno", 404, False),
    ],
)
def test_who_sees_the_list_and_whom_it_names(letter, people, signed_in, who, status, names):
    answer = signed_in(people[who]).get(SECTION)
    assert answer.status_code == status
    assert ("Bruno" in answer.text.split("<main", 1)[-1]) == names or who == "bruno"


@pytest.mark.parametrize(("who", "status"), [("alain", 200), ("olga", 200), ("diane", 404), ("emile", 404)])
def test_who_opens_one(letter, people, signed_in, who, status):
    assert signed_in(people[who]).get(page_of(letter)).status_code == status
    for act in ("retry", "handle"):
        if status == 404:
            assert signed_in(people[who]).post(page_of(letter), {"act": act}).status_code == 404
    letter.refresh_from_db()
    assert letter.outcome == ""


def test_it_says_why_and_what_was_tried_and_opening_it_is_journaled(letter, saaq_agent, operator, signed_in):
    page = signed_in(saaq_agent).get(page_of(letter)).text
    for words in ("Message par courriel", "Le fournisseur l’a refusé.", "550", "Aucun autre moyen accepté", "Bruno"):
        assert words in page
    assert "Bruno" not in signed_in(operator).get(page_of(letter)).text
    readers = set(AuditEvent.objects.filter(verb="dead_letter.read").values_list("by_id", flat=True))
    assert readers == {saaq_agent.pk, operator.pk}


def test_trying_again_makes_one_more_attempt_of_the_same_message(letter, saaq_agent, signed_in):
    client = signed_in(saaq_agent)
    answers = [client.post(page_of(letter), {"act": "retry"}, follow=True).text for _ in range(2)]
    assert "Un nouvel essai partira" in answers[0] and "Rien à renvoyer" in answers[1]
    again = Delivery.objects.get(attempt=2)
    assert again.state == Delivery.State.READY and again.message_id == letter.delivery.message_id
    letter.refresh_from_db()
    assert (letter.outcome, letter.settled_by) == (DeadLetter.Outcome.RETRIED, saaq_agent)
    assert AuditEvent.objects.filter(verb="dead_letter.retried").count() == 1


def test_an_attempt_that_fails_again_is_another_dead_letter(letter, saaq_agent):
    retry(letter=letter, by=saaq_agent)
    again = Delivery.objects.get(attempt=2)
    Delivery.objects.filter(pk=again.pk).update(
        state="failed", settled_at=again.not_before, attempted_at=again.not_before, code="550"
    )
    follow_up()
    assert DeadLetter.objects.open().get().delivery == again


def test_nothing_is_sent_again_while_an_attempt_is_under_way(letter, ended, saaq_agent):
    ended(state="ready", attempt=2)
    with pytest.raises(NothingToRetry):
        retry(letter=letter, by=saaq_agent)
    letter.refresh_from_db()
    assert letter.outcome == "" and Delivery.objects.count() == 2


def test_handled_closes_the_task_and_only_once(letter, saaq_agent, supervisor, signed_in):
    assert WorkItem.objects.filter(kind="reminders.reach", done_at=None).count() == 1
    signed_in(saaq_agent).post(page_of(letter), {"act": "handle"})
    handle(letter=letter, by=supervisor)
    letter.refresh_from_db()
    assert (letter.outcome, letter.settled_by) == (DeadLetter.Outcome.HANDLED, saaq_agent)
    item = WorkItem.objects.get(kind="reminders.reach")
    assert item.done_by == saaq_agent
    follow_up()
    assert WorkItem.objects.count() == 1


def test_handled_settles_every_failure_of_the_same_message(letter, ended, saaq_agent):
    ended(Channel.SMS, "failed", code="400")
    follow_up()
    assert DeadLetter.objects.open().count() == 2
    handle(letter=letter, by=saaq_agent)
    assert not DeadLetter.objects.open().exists()


def test_handled_by_one_organization_leaves_the_other_s_task(letter, person, kind, ramq, saaq_agent):
    """One message told of two organizations' matters: each joins the person about its own."""
    first = Reminder.objects.get(pk=letter.delivery.reminder_ids[0])
    theirs = DeadlineKind.objects.get(pk=kind.pk)
    theirs.pk, theirs.code, theirs.organization = uuid4(), "essai-ramq", ramq
    theirs.save(force_insert=True)
    other = Deadline.objects.create(citizen=person, concerned=person, kind=theirs, due_on=first.due_on)
    second = Reminder.objects.create(
        **{"deadline": other, "due_on": other.due_on, "recipient": person, "due_at": first.due_at, "state": "sent"},
        **{"useful_until": first.useful_until, "settled_at": first.settled_at},
    )
    Delivery.objects.filter(pk=letter.delivery_id).update(reminder_ids=[first.pk, second.pk])
    letter.delivery.refresh_from_db()
    asked = {"team": ramq.teams.first(), "due_at": first.useful_until, "why": ""}
    open_item(kind="reminders.reach", subject=other, by=None, **asked)
    handle(letter=letter, by=saaq_agent)
    left = WorkItem.objects.get(kind="reminders.reach", done_at=None)
    assert left.subject_id == other.pk


def test_settled_ones_are_behind_a_filter(letter, saaq_agent, signed_in):
    handle(letter=letter, by=saaq_agent)
    client = signed_in(saaq_agent)
    assert "Message par courriel" not in client.get(SECTION).text
    assert "traité par l’organisme" in client.get(f"{SECTION}?etat=regles").text
    assert "traité par l’organisme" in client.get(page_of(letter)).text


@pytest.mark.parametrize("posted", [{}, {"act": "supprimer"}, {"act": "handle\x00"}])
def test_an_odd_button_changes_nothing(letter, saaq_agent, signed_in, posted):
    assert signed_in(saaq_agent).post(page_of(letter), posted).status_code == 302
    letter.refresh_from_db()
    assert letter.outcome == ""


@pytest.mark.parametrize("key", ["1", "x", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_one_does_not_exist(saaq_agent, signed_in, key):
    assert signed_in(saaq_agent).get(f"{SECTION}{key}/change/").status_code == 404


def test_the_list_costs_the_same_with_more_rows(letter, ended, saaq_agent, signed_in):
    with growth(signed_in(saaq_agent), SECTION) as cost:
        for channel in (Channel.SMS, Channel.LETTER, Channel.PHONE):
            ended(channel, "failed", code="400")
        follow_up()
    assert cost.after == cost.before
