"""Answers that nobody read: the person chose no way to be told and did not come back in the promised delay. Her team is
proposed to call; the proposal disappears as soon as the answer is read."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from messaging.threads.actions import CALL
from messaging.threads.delays import working_days_after
from messaging.threads.models import Message, Thread
from portal import clock
from portal.audit.actions import record
from portal.consents.models import Purpose
from portal.notices import ways
from portal.people.models import User
from portal.work_items.actions import close_items, open_item
from portal.work_items.models import WorkItem

LOOKED_AT = dt.timedelta(days=90)
"""An answer older than that is not proposed any more: it was, or a way to be told was chosen since."""


def propose_calls() -> int:
    """Propose a call for each conversation of that kind, once for an answer; returns how many."""
    return sum(_propose(thread, since) for thread, since in _unread())


@transaction.atomic
def note_call(*, thread: Thread, by: User) -> bool:
    """The team called: nothing is expected any more for this answer. Whether a call was proposed."""
    if not close_items(subject=thread, kind=CALL, by=by):
        return False
    record("thread.called", by=by, subject=thread, citizen=thread.citizen, organization=thread.organization)
    return True


def _unread() -> Iterator[tuple[Thread, dt.datetime]]:
    """Those with an answer that nobody of the citizen's side has read and whose delay is over, the oldest first."""
    waiting = Q(messages__author_kind=Message.Author.AGENT, messages__read_at=None)
    since = clock.now() - LOOKED_AT
    threads = Thread.objects.filter(waiting, messages__sent_at__gte=since, citizen__died_on=None).annotate(
        unread_since=Min("messages__sent_at")
    )
    for thread in threads.select_related("citizen", "team", "organization").order_by("unread_since", "pk"):
        answered_on = timezone.localtime(thread.unread_since).date()
        if working_days_after(answered_on, thread.team.answer_days) < clock.today():
            yield thread, thread.unread_since


@transaction.atomic
def _propose(thread: Thread, unread_since: dt.datetime) -> bool:
    already = WorkItem.objects.about(thread).filter(kind=CALL, since__gte=unread_since)
    if already.exists() or ways.ready(thread.citizen, Purpose.FILE_NEWS):
        return False
    open_item(kind=CALL, subject=thread, by=None, team=thread.team)
    record("thread.call_proposed", by=None, subject=thread, citizen=thread.citizen, organization=thread.organization)
    return True
