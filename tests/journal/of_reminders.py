"""Actions of the reminders: deadlines, what leaves, and who is told otherwise."""

import datetime as dt
from collections.abc import Callable

from portal.clock import now, today
from portal.consents.models import Channel
from portal.dossiers.actions import open_dossier
from portal.notices.models import Notice
from portal.people.actions import register_without_account
from portal.people.actions import set_phone as keep_phone
from portal.printing import actions as printing
from reminders.assisted.actions import open_person
from reminders.calendars import actions as calendars
from reminders.calls import actions as calls
from reminders.calls.models import Call
from reminders.contacts.actions import Contact, set_hours, settle
from reminders.deadlines import actions as deadlines
from reminders.deadlines.models import Deadline
from reminders.deadlines.renewals import close_unmandated, renew_past
from reminders.deliveries.models import Delivery
from reminders.fallback import actions as fallback
from reminders.fallback.models import DeadLetter
from reminders.fallback.sweep import follow_up
from reminders.inbox.actions import mark_read
from reminders.inbox.models import InboxItem
from reminders.letters import actions as letters
from reminders.letters.models import Letter, LetterBatch
from reminders.personal import actions as personal
from reminders.personal.models import PersonalReminder
from reminders.replies import actions as replies
from reminders.suspensions import actions as suspensions
from reminders.test_messages import actions as test_messages
from tests.journal.world import SECRET, TUESDAY_MORNING, World, action
from tests.reminders.paper import agree, delivery_of, reminder_of

Do = Callable[[], object]


@action("deadline.opened", "consent.given")
def follow(world: World) -> Do:
    """The consent and the date, with its reminders: all or nothing."""
    world.licence  # noqa: B018 (published first)
    return lambda: world.deadline()


@action("deadline.shared")
def share(world: World) -> Do:
    """The organization gives a date that the person followed by herself."""
    deadline = world.deadline()
    asked = {"citizen": world.citizen, "kind": deadline.kind, "due_on": deadline.due_on}
    return lambda: deadlines.open_deadline(**asked, by=world.alain, origin=Deadline.Origin.AGENT)


def closed(world: World) -> Deadline:
    return deadlines.mark_done(deadline=world.deadline(), by=world.amelie)


@action("deadline.done")
def mark_done(world: World) -> Do:
    deadline = world.deadline()
    return lambda: deadlines.mark_done(deadline=deadline, by=world.amelie)


@action("deadline.set_aside")
def set_aside(world: World) -> Do:
    deadline = world.deadline()
    return lambda: deadlines.set_aside(deadline=deadline, by=world.amelie)


@action("deadline.missed")
def mark_missed(world: World) -> Do:
    world.licence.__class__.objects.filter(pk=world.licence.pk).update(nature="appointment")
    deadline = Deadline.objects.select_related("kind", "citizen").get(pk=world.deadline(due_time=dt.time(9)).pk)
    return lambda: deadlines.mark_missed(deadline=deadline, by=world.alain)


@action("deadline.missed")
def mark_not_received(world: World) -> Do:
    """A date of the organization's, not one that the person keeps for herself alone."""
    pk = world.deadline(days=0).pk
    Deadline.objects.filter(pk=pk).update(is_private=False)
    world.licence.__class__.objects.filter(pk=world.licence.pk).update(nature="payout", team=world.team)
    deadline = Deadline.objects.select_related("kind", "citizen").get(pk=pk)
    return lambda: deadlines.mark_missed(deadline=deadline, by=world.alain)


@action("deadline.reopened", "deadline.set_aside")
def reopen(world: World) -> Do:
    """The next date that it had opened is closed in the same action."""
    deadline = closed(world)
    assert Deadline.objects.renewed_from(deadline).exists()
    return lambda: deadlines.reopen(deadline=deadline, by=world.amelie)


@action("deadline.moved")
def move(world: World) -> Do:
    deadline, day = world.deadline(), today() + dt.timedelta(days=60)
    return lambda: deadlines.move(deadline=deadline, due_on=day, by=world.amelie)


@action("deadline.paused")
def pause(world: World) -> Do:
    deadline = world.deadline()
    return lambda: deadlines.pause(deadline=deadline, by=world.alain)


@action("deadline.resumed")
def resume(world: World) -> Do:
    deadline = deadlines.pause(deadline=world.deadline(), by=world.alain)
    return lambda: deadlines.resume(deadline=deadline, by=world.alain)


@action("deadline.put_off")
def put_off(world: World) -> Do:
    deadline = world.deadline()
    return lambda: deadlines.remind_later(deadline=deadline, at=now() + dt.timedelta(days=2), by=world.amelie)


@action("deadlines.renewed")
def renew(world: World) -> Do:
    past = today() - dt.timedelta(days=200)
    deadlines.move(deadline=world.deadline(), due_on=past, by=world.amelie)
    return renew_past


@action("deadlines.unmandated")
def lose_mandate(world: World) -> Do:
    world.deadline(citizen=world.rachel.citizen, concerned=world.citizen, by=world.rachel)
    world.rachel.mandates.update(revoked_at=now(), revoked_by=world.amelie)
    return close_unmandated


@action("deadline.read")
def read_deadline(world: World) -> Do:
    """One that the organization gave: what the person asked for is hers alone."""
    deadline, client = share(world)(), world.client("alain")
    return lambda: client.get(f"/gestion/deadlines/deadline/{deadline.pk}/change/")


@action("contact.suspended")
def suspend(world: World) -> Do:
    point = {"channel": Channel.EMAIL, "address": world.citizen.email, "reason": "bounce"}
    return lambda: suspensions.suspend(citizen=world.citizen, **point, by=None)


@action("contact.suspended")
def suspend_all(world: World) -> Do:
    who = (world.citizen, world.bruno.citizen)
    refusals = [suspensions.ContactRefusal(one, Channel.EMAIL, one.email, "bounce") for one in who]
    return lambda: suspensions.suspend_all(refusals=refusals, by=None)


@action("contact.resumed")
def lift(world: World) -> Do:
    suspension = suspend(world)()
    return lambda: suspensions.lift(suspension=suspension, by=world.amelie)


def failed(world: World) -> Delivery:
    reminder = reminder_of(world.citizen, world.licence)
    return delivery_of(world.citizen, Channel.EMAIL, reminder, state=Delivery.State.FAILED)


def buried(world: World) -> DeadLetter:
    failed(world)
    follow_up()
    return DeadLetter.objects.select_related("delivery", "citizen").get()


@action("deadline.unreached")
def sweep_failures(world: World) -> Do:
    failed(world)
    return follow_up


@action("dead_letter.read")
def read_dead_letter(world: World) -> Do:
    letter, client = buried(world), world.client("alain")
    return lambda: client.get(f"/gestion/fallback/deadletter/{letter.pk}/change/")


@action("dead_letter.retried")
def retry_dead_letter(world: World) -> Do:
    letter = buried(world)
    return lambda: fallback.retry(letter=letter, by=world.alain)


@action("dead_letter.handled")
def handle_dead_letter(world: World) -> Do:
    letter = buried(world)
    return lambda: fallback.handle(letter=letter, by=world.alain)


@action("delivery.read")
def read_delivery(world: World) -> Do:
    delivery, client = failed(world), world.client("alain")
    return lambda: client.get(f"/gestion/deliveries/delivery/{delivery.pk}/change/")


def queued(world: World) -> Letter:
    agree(world.georgette, Channel.LETTER, world.alain)
    delivery = delivery_of(world.georgette, Channel.LETTER, reminder_of(world.georgette, world.licence))
    letters.queue(deliveries=[delivery], at=now(), by=None)
    return Letter.objects.get(delivery=delivery)


def batch(world: World) -> LetterBatch:
    queued(world)
    return printing.prepare(printable="letters", by=world.olga)


@action("letter_batch.made")
def prepare_batch(world: World) -> Do:
    queued(world)
    return lambda: printing.prepare(printable="letters", by=world.olga)


@action("letter_batch.downloaded", "letter.opened")
def download_batch(world: World) -> Do:
    made = batch(world)
    return lambda: printing.note_download(batch=made, by=world.olga)


@action("letter_batch.printed")
def print_batch(world: World) -> Do:
    made = printing.note_download(batch=batch(world), by=world.olga)
    return lambda: printing.mark_printed(batch=made, by=world.olga)


@action("letter_batch.posted")
def post_batch(world: World) -> Do:
    made = printing.note_download(batch=batch(world), by=world.olga)
    printing.mark_printed(batch=made, by=world.olga)
    return lambda: printing.mark_posted(batch=made, by=world.olga)


@action("letter.returned", "contact.suspended")
def letter_returned(world: World) -> Do:
    made = printing.note_download(batch=batch(world), by=world.olga)
    printing.mark_printed(batch=made, by=world.olga)
    printing.mark_posted(batch=made, by=world.olga)
    letter = made.letters.select_related("citizen", "organization").get()
    return lambda: letters.mark_returned(letter=letter, by=world.olga)


def listed(world: World) -> Call:
    """A call to make, at an hour when one may ring."""
    world.licence  # noqa: B018 (published before the journey)
    world.travel(TUESDAY_MORNING)
    citizen = register_without_account(given_name=SECRET, family_name=SECRET, postal_address="", by=world.alain)
    keep_phone(citizen=citizen, phone="+14185550177", verified=False, by=world.alain)
    agree(citizen, Channel.PHONE, world.alain)
    delivery = delivery_of(citizen, Channel.PHONE, reminder_of(citizen, world.licence))
    calls.put_on_list(deliveries=[delivery], at=now(), by=None)
    return Call.objects.get(delivery=delivery)


@action("call.read")
def read_call(world: World) -> Do:
    call = listed(world)
    client = world.client("alain")
    return lambda: client.get(f"/gestion/calls/call/{call.pk}/change/")


@action("call.taken")
def take_call(world: World) -> Do:
    call = listed(world)
    return lambda: calls.take(call=call, by=world.alain)


@action("call.noted", "consent.withdrawn")
def note_call(world: World) -> Do:
    """«Ne veut plus être appelée»: the outcome, the consent and the delivery, all or nothing."""
    call = calls.take(call=listed(world), by=world.alain)
    return lambda: calls.note(call=call, outcome="refused", by=world.alain)


@action("call.noted", "contact.suspended")
def note_wrong_number(world: World) -> Do:
    call = calls.take(call=listed(world), by=world.alain)
    return lambda: calls.note(call=call, outcome="wrong_number", by=world.alain)


@action("call.dropped")
def drop_call(world: World) -> Do:
    call = listed(world)
    for deadline in Deadline.objects.filter(citizen=call.citizen):
        deadlines.mark_done(deadline=deadline, by=world.alain)
    return lambda: calls.drop_unwanted(call=call, by=world.alain)


@action("person.opened")
def open_person_page(world: World) -> Do:
    citizen = world.georgette
    open_dossier(citizen=citizen, team=world.team, number="P-1", title=SECRET, by=world.alain)
    return lambda: open_person(citizen=citizen, by=world.alain)


@action("inbox_item.read")
def read_item(world: World) -> Do:
    notice = Notice.objects.create(
        kind="message", citizen=world.citizen, subject_type="people.citizen", subject_id=world.citizen.pk
    )
    item = InboxItem.objects.create(citizen=world.citizen, notice=notice)
    return lambda: mark_read(item=item, by=world.amelie)


@action("quiet_hours.set")
def choose_hours(world: World) -> Do:
    return lambda: set_hours(citizen=world.citizen, hours=(dt.time(9), dt.time(17)), by=world.amelie)


@action("language.attested")
def attest(world: World) -> Do:
    result = Contact(postal_address="", phone="", time_zone="America/Toronto", language="en", hours=None)
    return lambda: settle(citizen=world.citizen, contact=result, by=world.amelie)


@action("test_message.asked")
def ask_test_message(world: World) -> Do:
    return lambda: test_messages.ask(citizen=world.citizen, channel=Channel.EMAIL, by=world.amelie)


@action("test_message.arrived", "contact.resumed")
def test_message_arrived(world: World) -> Do:
    """The suspension of that very address is lifted in the same action."""
    suspend(world)()
    test_message = test_messages.ask(citizen=world.citizen, channel=Channel.EMAIL, by=world.amelie)
    Delivery.objects.filter(pk=test_message.delivery_id).update(state="accepted", settled_at=now())
    test_message.delivery.refresh_from_db()
    return lambda: test_messages.confirm_receipt(test_message=test_message, by=world.amelie)


@action("calendar_feed.made", "calendar_feed.revoked")
def make_feed(world: World) -> Do:
    """The former address stops with the action that makes the new one."""
    calendars.make(citizen=world.citizen, by=world.amelie)
    return lambda: calendars.make(citizen=world.citizen, by=world.amelie)


@action("calendar_feed.revoked")
def revoke_feed(world: World) -> Do:
    calendars.make(citizen=world.citizen, by=world.amelie)
    return lambda: calendars.revoke(citizen=world.citizen, by=world.amelie)


@action("reply.received")
def receive_reply(world: World) -> Do:
    citizen, text = world.citizen, f"{SECRET} j’ai payé"
    open_dossier(citizen=citizen, team=world.team, number="P-9", title=SECRET, by=world.alain)
    return lambda: replies.receive_text(number=citizen.phone.as_e164, text=text, key="1" * 64)


@action("reply.settled")
def settle_reply(world: World) -> Do:
    reply = receive_reply(world)()
    return lambda: replies.settle(reply=reply, by=world.alain)


def noted(world: World) -> PersonalReminder:
    words = personal.Words(SECRET, today() + dt.timedelta(days=10), None, [7, 1])
    return personal.add(citizen=world.citizen, words=words, wordings={}, by=world.amelie)


@action("personal_reminder.added")
def note_a_reminder(world: World) -> Do:
    return lambda: noted(world)


@action("personal_reminder.changed")
def change_a_reminder(world: World) -> Do:
    mine = noted(world)
    words = personal.Words(f"{SECRET} encore", today() + dt.timedelta(days=20), None, [1])
    return lambda: personal.change(reminder=mine, words=words, by=world.amelie)


@action("personal_reminder.done")
def do_a_reminder(world: World) -> Do:
    mine = noted(world)
    return lambda: personal.mark_done(reminder=mine, by=world.amelie)


@action("personal_reminder.reopened")
def reopen_a_reminder(world: World) -> Do:
    mine = noted(world)
    personal.mark_done(reminder=mine, by=world.amelie)
    return lambda: personal.reopen(reminder=mine, by=world.amelie)


@action("personal_reminder.deleted")
def delete_a_reminder(world: World) -> Do:
    mine = noted(world)
    return lambda: personal.delete(reminder=mine, by=world.amelie)


@action("personal_reminder.told")
def tell_a_reminder(world: World) -> Do:
    mine = noted(world)
    PersonalReminder.objects.filter(pk=mine.pk).update(next_at=now())
    return personal.tell_due
