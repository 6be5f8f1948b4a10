"""The telephone list: once each, one agent at a time, every outcome followed up."""

import datetime as dt

import pytest
import time_machine
from django.db.models.functions import Now

from portal.audit.models import AuditEvent
from portal.clock import now, today
from portal.consents.actions import withdraw
from portal.consents.models import Channel, Consent, How, Purpose
from portal.notices.models import Notice
from portal.people.actions import record_death, set_phone
from reminders.calls import actions
from reminders.calls.adapter import PhoneAdapter
from reminders.calls.models import Call
from reminders.calls.tries import MOST_TRIES
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.fallback.sweep import follow_up
from reminders.kinds.models import DeadlineKind
from reminders.suspensions.models import Suspension
from tests.reminders.paper import agree, delivery_of, reminder_of
from tests.together import at_once


def test_handed_over_twice_it_is_one_call(morning, lea, licence):
    delivery = delivery_of(lea, Channel.PHONE, reminder_of(lea, licence))
    for _ in range(2):
        PhoneAdapter().write_rows([delivery], at=now())
    call = Call.objects.get()
    assert (call.citizen, call.organization, call.state) == (lea, licence.organization, "to_call")


def test_each_organization_calls_for_its_own(morning, lea, licence, ramq, ramq_administrator, saaq_agent, ramq_agent):
    mine = DeadlineKind.objects.filter(code="carte-assurance-maladie")
    card_team = ramq.teams.get(name="Carte d’assurance maladie")
    mine.update(state="published", published_at=now(), published_by=ramq_administrator, team=card_team)
    other = mine.get()
    reminders = [reminder_of(lea, licence), reminder_of(lea, other)]
    actions.put_on_list(deliveries=[delivery_of(lea, Channel.PHONE, *reminders)], at=now(), by=None)
    assert Call.objects.count() == 2
    assert Call.objects.visible_to(saaq_agent).get().organization == licence.organization
    assert Call.objects.visible_to(ramq_agent).get().organization == ramq


def test_a_notice_of_nobody_goes_on_to_the_fallback(morning, lea, django_capture_on_commit_callbacks):
    notice = Notice.objects.create(kind=Notice.Kind.FINDING, citizen=lea, subject_type="x.y", subject_id=lea.pk)
    delivery = delivery_of(lea, Channel.PHONE, notice_ids=[notice.pk])
    with django_capture_on_commit_callbacks(execute=True):
        PhoneAdapter().write_rows([delivery], at=now())
    delivery.refresh_from_db()
    assert not Call.objects.exists()
    assert (delivery.state, delivery.code) == ("bounced", "no_caller")


def test_two_agents_never_call_the_same_person(morning, lea, listed, saaq_agent, supervisor):
    call = listed(lea)
    actions.take(call=call, by=saaq_agent)
    actions.take(call=call, by=saaq_agent)  # a second click of the same agent
    with pytest.raises(actions.CallTaken):
        actions.take(call=call, by=supervisor)
    Call.objects.update(claimed_until=Now())  # the lease ends
    assert actions.take(call=call, by=supervisor).claimed_by == supervisor
    with pytest.raises(actions.CallTaken):
        actions.note(call=call, outcome="reached", by=saaq_agent)


def test_somebody_on_the_line_is_not_rung_for_another_matter(morning, lea, listed, saaq_agent, supervisor):
    first, second = listed(lea), listed(lea, days=12)
    actions.take(call=first, by=saaq_agent)
    with pytest.raises(actions.CallTaken):
        actions.take(call=second, by=supervisor)
    assert actions.take(call=second, by=saaq_agent)  # the same agent may say both


def test_a_call_let_go_is_for_the_next_agent(morning, lea, listed, saaq_agent, supervisor):
    call = listed(lea)
    actions.take(call=call, by=saaq_agent)
    actions.let_go(call=call, by=supervisor)  # not theirs: nothing changes
    assert not Call.objects.takeable_by(supervisor).exists()
    actions.let_go(call=call, by=saaq_agent)
    assert actions.take(call=call, by=supervisor)


def test_not_at_night(lea, listed, saaq_agent):
    with time_machine.travel("2027-03-02T03:00:00+00:00"):
        call = listed(lea)
        with pytest.raises(actions.NotTheHour):
            actions.take(call=call, by=saaq_agent)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda lea, by: Deadline.objects.update(state="done", closed_at=now(), closed_by=by), "useless"),
        (lambda lea, by: Deadline.objects.update(paused_at=now(), paused_by=by), "useless"),
        (lambda lea, by: withdraw(citizen=lea, purpose=Purpose.REMINDERS, channel=Channel.PHONE, by=by), "consent"),
        (lambda lea, by: set_phone(citizen=lea, phone="", verified=False, by=by), "contact"),
        (lambda lea, by: record_death(citizen=lea, died_on=today(), by=by), "died"),
    ],
    ids=["done", "paused", "withdrawn", "no number", "died"],
)
def test_what_is_no_longer_wanted_is_not_called(morning, lea, listed, saaq_agent, change, code):
    call = listed(lea)
    change(lea, saaq_agent)
    with pytest.raises(actions.NotWanted):
        actions.take(call=Call.objects.get(pk=call.pk), by=saaq_agent)
    call.refresh_from_db()
    assert (call.state, call.delivery.state, call.delivery.code) == ("cancelled", "cancelled", code)


@pytest.fixture
def two_organizations(lea, licence, ramq, ramq_administrator):
    """One delivery of two matters; a call for each."""
    mine = DeadlineKind.objects.filter(code="carte-assurance-maladie")
    card_team = ramq.teams.get(name="Carte d’assurance maladie")
    mine.update(state="published", published_at=now(), published_by=ramq_administrator, team=card_team)
    reminders = [reminder_of(lea, licence), reminder_of(lea, mine.get())]
    delivery = delivery_of(lea, Channel.PHONE, *reminders)
    actions.put_on_list(deliveries=[delivery], at=now(), by=None)
    return delivery, *reminders


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (("reached", "refused"), "refused"),
        (("reached", "wrong_number"), "wrong_number"),
        (("reached", "no_answer"), "no_answer"),
        (("no_answer", "reached"), "no_answer"),
    ],
)
def test_one_organization_unanswered_does_not_undo_what_another_told(
    morning, two_organizations, saaq_agent, ramq_agent, order, code
):
    delivery, found, untold = two_organizations
    for outcome in order:
        agent = saaq_agent if outcome == "reached" else ramq_agent
        call = Call.objects.visible_to(agent).get()
        Call.objects.filter(pk=call.pk).update(tries=MOST_TRIES - 1)
        actions.note(call=actions.take(call=call, by=agent), outcome=outcome, by=agent)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reminder_ids) == ("accepted", [found.pk])
    apart = Delivery.objects.exclude(pk=delivery.pk).get()
    assert (apart.state, apart.code, apart.reminder_ids) == ("bounced", code, [untold.pk])
    assert apart.followed_up_at is None


def test_when_none_answers_each_goes_on_by_itself(morning, two_organizations, saaq_agent, ramq_agent):
    Call.objects.update(tries=MOST_TRIES - 1)
    for agent in (saaq_agent, ramq_agent):
        call = actions.take(call=Call.objects.visible_to(agent).get(), by=agent)
        actions.note(call=call, outcome="no_answer", by=agent)
    left = [pk for delivery in Delivery.objects.not_followed_up() for pk in delivery.reminder_ids]
    assert set(Delivery.objects.values_list("state", "code")) == {("bounced", "no_answer")}
    assert sorted(left) == sorted(one.pk for one in two_organizations[1:])


def test_the_next_channel_says_only_what_was_not_told(morning, two_organizations, lea, saaq_agent, ramq_agent):
    lea.postal_address = "1, rue A\nLévis (Québec)  G6V 1A1"
    lea.save(update_fields=["postal_address"])
    agree(lea, Channel.LETTER, saaq_agent)
    Call.objects.update(tries=MOST_TRIES - 1)
    for agent, outcome in ((saaq_agent, "reached"), (ramq_agent, "no_answer")):
        call = actions.take(call=Call.objects.visible_to(agent).get(), by=agent)
        actions.note(call=call, outcome=outcome, by=agent)
    assert follow_up() == 1
    assert Delivery.objects.get(channel=Channel.LETTER).reminder_ids == [two_organizations[2].pk]


def test_reached_is_the_end(morning, lea, listed, saaq_agent):
    call = actions.take(call=listed(lea), by=saaq_agent)
    noted = actions.note(call=call, outcome="reached", by=saaq_agent)
    assert (noted.state, noted.tries, noted.noted_by, noted.next_try_at) == ("reached", 1, saaq_agent, None)
    assert noted.delivery.state == Delivery.State.ACCEPTED
    event = AuditEvent.objects.get(verb="call.noted")
    assert (event.citizen_id, event.detail) == (lea.pk, {"outcome": "reached", "try": 1})


def test_four_calls_without_answer_go_on_to_the_fallback(morning, lea, listed, saaq_agent):
    call = listed(lea)
    for rank in range(1, 5):
        actions.take(call=call, by=saaq_agent)
        call = actions.note(call=call, outcome="no_answer", by=saaq_agent)
        assert call.tries == rank
        if call.next_try_at:
            morning.move_to(call.next_try_at)
    call.delivery.refresh_from_db()
    assert (call.state, call.delivery.state, call.delivery.code) == ("no_answer", "bounced", "no_answer")


def test_a_call_to_make_later_is_not_in_the_list_before(morning, lea, listed, saaq_agent):
    call = actions.take(call=listed(lea), by=saaq_agent)
    then = actions.note(call=call, outcome="no_answer", by=saaq_agent).next_try_at
    assert not Call.objects.due(now()).exists()
    assert Call.objects.due(then).get() == call


def test_a_wrong_number_is_left_alone_by_voice_and_by_text(morning, lea, listed, saaq_agent):
    call = actions.take(call=listed(lea), by=saaq_agent)
    actions.note(call=call, outcome="wrong_number", by=saaq_agent)
    suspended = Suspension.objects.in_force().order_by("channel").values_list("channel", "address", "reason")
    assert list(suspended) == [(channel, "+14185550177", "wrong_number") for channel in ("phone", "sms")]
    assert Delivery.objects.get().code == "wrong_number"


def test_a_number_taken_away_during_the_call_suspends_nothing(morning, lea, listed, saaq_agent):
    call = actions.take(call=listed(lea), by=saaq_agent)
    set_phone(citizen=lea, phone="", verified=False, by=saaq_agent)
    assert actions.note(call=call, outcome="wrong_number", by=saaq_agent).state == "wrong_number"
    assert not Suspension.objects.exists() and Delivery.objects.get().code == "wrong_number"


def test_a_refusal_withdraws_the_consent_said_on_the_telephone(morning, lea, listed, saaq_agent):
    call = actions.take(call=listed(lea), by=saaq_agent)
    actions.note(call=call, outcome="refused", by=saaq_agent)
    consent = Consent.objects.get(citizen=lea, channel=Channel.PHONE)
    assert (consent.withdrawn_by, consent.withdrawn_how) == (saaq_agent, How.PHONE)
    assert Delivery.objects.get().state == Delivery.State.BOUNCED


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_taken_at_once_by_two_agents_it_is_one_agents(people, licence, lea, listed):
    with time_machine.travel("2027-03-02T15:00:00+00:00"):
        call, agents = listed(lea), iter([people["alain"], people["aicha"], people["sylvie"]])
        results = at_once(lambda: actions.take(call=Call.objects.get(pk=call.pk), by=next(agents)), 3)
    assert sum(isinstance(one, Call) for one in results) == 1
    assert sum(isinstance(one, actions.CallTaken) for one in results) == 2


def test_a_call_placed_by_a_clock_that_went_ahead_is_due(morning, lea, listed, saaq_agent):
    """Six hours ahead, then back: put on the list, or tried, by that clock."""
    call = listed(lea)
    ahead = now() + dt.timedelta(hours=6)
    Call.objects.update(created_at=ahead, next_try_at=ahead)
    assert Call.objects.due(now()).get() == call
    Call.objects.update(created_at=now())
    assert not Call.objects.due(now()).exists()
    Call.objects.update(noted_at=ahead, noted_by=saaq_agent)
    assert Call.objects.due(now()).get() == call


def test_a_claim_that_ends_later_than_one_can_is_over(morning, lea, listed, saaq_agent, supervisor):
    """The database's clock went six hours ahead while the agent took the call, and came back."""
    call = listed(lea)
    actions.take(call=call, by=saaq_agent)
    Call.objects.update(claimed_until=Now() + dt.timedelta(hours=6))
    assert Call.objects.takeable_by(supervisor).exists() and not Call.objects.held_by(saaq_agent).exists()
    Call.objects.update(claimed_until=Now() + dt.timedelta(minutes=19))
    assert not Call.objects.takeable_by(supervisor).exists() and Call.objects.held_by(saaq_agent).exists()
