"""«Rien à répondre»: a message that needs no answer, such as thanks, leaves the queue; the next one comes back."""

import datetime as dt

from django.db import transaction

from messaging.threads.actions import ANSWER, Overtaken, mark_read_by_team
from messaging.threads.models import Thread
from messaging.threads.owed import owed_in
from portal.audit.actions import record
from portal.people.models import User
from portal.work_items.actions import close_items, reopen


@transaction.atomic
def settle(*, by: User, thread: Thread, seen: dt.datetime) -> bool:
    """Close what the team owes in this conversation without a word sent to anyone; whether something was owed.

    `seen`: the conversation's last message when its page was opened; raises Overtaken when another came since: it may
    need an answer. The person sees in their journal that it was done.
    """
    if Thread.objects.select_for_update(no_key=True).get(pk=thread.pk).last_message_at != seen:
        raise Overtaken
    if not close_items(subject=thread, kind=ANSWER, by=by):
        return False
    mark_read_by_team(by=by, thread=thread)
    record("thread.settled", by=by, subject=thread, citizen=thread.citizen, organization=thread.organization)
    return True


@transaction.atomic
def unsettle(*, by: User, thread: Thread) -> bool:
    """Put back in the queue what «Rien à répondre» took out, due when it was; whether there was something to put back.

    An answer, or a message that is already in the queue, came first: nothing is done."""
    Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)  # a message is added under the same lock
    settled = owed_in(thread).settled
    if settled is None or not reopen(item=settled):
        return False
    record("thread.unsettled", by=by, subject=thread, citizen=thread.citizen, organization=thread.organization)
    return True
