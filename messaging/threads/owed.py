"""What is owed in one conversation, by either side: what both pages and the print say of it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from messaging.threads.actions import ANSWER, CALL, REPLY
from messaging.threads.models import Message, Thread
from portal.clock import day_of, today
from portal.work_items.models import WorkItem


@dataclass(frozen=True)
class Owed:
    """`answer`: the team's, still to write; `call`: the team is proposed to call; `reply_by`: the last day of the
    person's reply, in their own zone; `answer_by`: that of the team's answer, as the citizen's side is told;
    `settled`: the team's item that was closed without an answer, if nothing came since."""

    answer: WorkItem | None = None
    call: WorkItem | None = None
    reply_by: dt.date | None = None
    answer_by: dt.date | None = None
    settled: WorkItem | None = None

    @property
    def is_answer_late(self) -> bool:
        return self.answer_by is not None and self.answer_by < today()


def owed_in(thread: Thread) -> Owed:
    """Read all of it in one query. Answers already given are left in the database: a long conversation has many."""
    answers = Message.objects.filter(
        thread=OuterRef("subject_id"), author_kind=Message.Author.AGENT, sent_at__gte=OuterRef("since")
    )
    settled = Q(kind=ANSWER, done_at__isnull=False) & ~Exists(answers)
    items = WorkItem.objects.about(thread).filter(Q(done_at=None) | settled).select_related("done_by")
    last = {(item.kind, item.done_at is None): item for item in items.order_by("since", "pk")}
    answer, reply = last.get((ANSWER, True)), last.get((REPLY, True))
    return Owed(
        answer=answer,
        call=last.get((CALL, True)),
        reply_by=_day(reply.due_at if reply else None, thread),
        settled=None if answer else last.get((ANSWER, False)),
    )


@dataclass(frozen=True)
class Replied:
    """`due_on`: the last day of the reply that was asked of the person; `at`: when they wrote."""

    due_on: dt.date
    at: dt.datetime


def replied_in(thread: Thread) -> list[Replied]:
    """The replies that the team asked by a date and that came: a printed conversation keeps their dates.

    Asked in a dossier that closed, it ended without a message."""
    written = Message.objects.filter(
        thread=OuterRef("subject_id"),
        author_kind=Message.Author.CITIZEN,
        sent_at__range=(OuterRef("since"), OuterRef("done_at")),
    )
    items = WorkItem.objects.about(thread).filter(Exists(written), kind=REPLY, due_at__isnull=False)
    zone = thread.citizen.time_zone
    return [Replied(day_of(item.due_at, zone), item.done_at) for item in items.order_by("since", "pk")]


def owed_by_citizen(thread: Thread) -> Owed:
    """What the citizen's side is shown, of a conversation read `with_due`: no query more."""
    answer_by = day_of(thread.answer_due_at) if thread.answer_due_at else None  # a day of Québec, as in the queue
    return Owed(reply_by=_day(thread.reply_due_at, thread), answer_by=answer_by)


def _day(due_at: dt.datetime | None, thread: Thread) -> dt.date | None:
    return day_of(due_at, thread.citizen.time_zone) if due_at else None
