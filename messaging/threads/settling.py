"""«Rien à répondre»: a message that needs no answer, such as thanks, leaves the queue; the next one comes back."""

import datetime as dt

from django.db import transaction

from messaging.threads.actions import ANSWER, Overtaken, mark_read_by_team
from messaging.threads.models import Thread
from portal.audit.actions import record
from portal.people.models import User
from portal.work_items.actions import close_items
from portal.work_items.models import WorkItem


def awaits_answer(thread: Thread) -> bool:
    return WorkItem.objects.open().about(thread).filter(kind=ANSWER).exists()


@transaction.atomic
def settle(*, by: User, thread: Thread, seen: dt.datetime) -> bool:
    """Close what the team owes in this conversation without a word sent to anyone; whether something was owed.

    `seen`: the conversation's last message when its page was opened; raises Overtaken when another came since: it may
    need an answer. The person sees in her journal that it was done.
    """
    if Thread.objects.select_for_update(no_key=True).get(pk=thread.pk).last_message_at != seen:
        raise Overtaken
    if not close_items(subject=thread, kind=ANSWER, by=by):
        return False
    mark_read_by_team(by=by, thread=thread)
    record("thread.settled", by=by, subject=thread, citizen=thread.citizen, organization=thread.organization)
    return True
