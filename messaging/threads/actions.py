"""What is done in a conversation: write, reply, read."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from messaging.threads import answering
from messaging.threads.delays import answer_day
from messaging.threads.models import Attachment, Message, MessageReading, Thread
from messaging.threads.searching import kept_words
from portal import clock
from portal.access.visibility import visibility_of
from portal.audit.actions import record
from portal.documents.actions import receive
from portal.documents.uploads import SealedUpload
from portal.notices.actions import announce
from portal.organizations.models import Team
from portal.people.models import User
from portal.work_items.actions import close_items, open_item

if TYPE_CHECKING:
    from portal.dossiers.models import Dossier
    from portal.people.models import Citizen

ANSWER = "messaging.answer"
REPLY = "messaging.reply"
CALL = "messaging.call"
"""Opened by `unreached`, closed as soon as the answer is read."""


class TeamClosed(Exception):
    """This team receives no message: the form offered it before it closed."""


class NotCovered(PermissionDenied):
    """Whoever acts for the person does not for that organization, or may only read."""


class Overtaken(Exception):
    """A message arrived in the conversation since its page was opened."""


@transaction.atomic
def write(
    *,
    by: User,
    citizen: "Citizen",
    team: Team,
    subject: str,
    body: str,
    key: UUID,
    uploads: Iterable[SealedUpload] = (),
    dossier: "Dossier | None" = None,
) -> Thread:
    """A citizen, or who acts for them, starts a conversation with a team. The same `key` twice is one conversation.

    To the team that sorts for all, it may go to another organization: its page says so. Raises TeamClosed, NotCovered.
    """
    about = dossier.pk if dossier else None
    if not visibility_of(by).covers(citizen_id=citizen.pk, organization=team.organization, dossier_id=about):
        raise NotCovered
    _one_at_a_time(by)
    if earlier := Message.objects.sent_with(by=by, key=key).select_related("thread").first():
        return earlier.thread
    held = Team.objects.accepting_messages().filter(pk=team.pk).first()  # asked again: the form may be old
    if held is None:
        raise TeamClosed
    thread = Thread.objects.create(
        citizen=citizen,
        organization=team.organization,
        team=team,
        dossier=dossier,
        subject=subject,
        is_to_sort=held.sorts_for_all,
    )
    _add(thread, by=by, author_kind=Message.Author.CITIZEN, body=body, key=key, uploads=uploads, is_first=True)
    _expect_answer(thread, by=by)
    record("thread.started", by=by, subject=thread, citizen=citizen, organization=team.organization)
    return thread


@transaction.atomic
def begin(*, by: User, key: UUID, **message: Any) -> Thread:
    """An agent writes first, for a team of theirs, and the person is notified. `message`: as `begin_unannounced` takes
    it. The same `key` twice is one conversation. Raises PermissionDenied for a team or a dossier that is not theirs."""
    _one_at_a_time(by)
    is_new = not Message.objects.sent_with(by=by, key=key).exists()
    thread = begin_unannounced(by=by, key=key, **message)
    if is_new:
        _notify(thread, by=by)
    return thread


@transaction.atomic
def begin_unannounced(
    *,
    by: User,
    citizen: "Citizen",
    team: Team,
    subject: str,
    body: str,
    key: UUID,
    uploads: Iterable[SealedUpload] = (),
    dossier: "Dossier | None" = None,
) -> Thread:
    """The same, when whoever calls tells the person otherwise. Whether the agent serves the person is asked by the
    caller (`reminders.assisted`). Raises PermissionDenied for a team or a dossier that is not theirs."""
    mine = visibility_of(by).team_ids
    if team.pk not in mine or dossier and (dossier.team_id not in mine or dossier.citizen_id != citizen.pk):
        raise PermissionDenied
    _one_at_a_time(by)
    if earlier := Message.objects.sent_with(by=by, key=key).select_related("thread").first():
        return earlier.thread
    thread = Thread.objects.create(
        citizen=citizen, organization=team.organization, team=team, dossier=dossier, subject=subject
    )
    _add(thread, by=by, author_kind=Message.Author.AGENT, body=body, key=key, uploads=uploads, is_first=True)
    record("thread.started", by=by, subject=thread, citizen=citizen, organization=team.organization)
    return thread


@transaction.atomic
def reply(
    *,
    by: User,
    thread: Thread,
    author_kind: str,
    body: str,
    key: UUID,
    uploads: Iterable[SealedUpload] = (),
    answer_by: dt.date | None = None,
    seen: dt.datetime | None = None,
) -> Message:
    """Add a message to a conversation, as the citizen or as the team (`author_kind`). Once for a `key`.

    When the citizen writes, the team owes an answer. When an agent does, the citizen is told and, with `answer_by`,
    owes one. `seen`: the conversation's last message when its page was opened; raises Overtaken when another came.
    """
    _one_at_a_time(by)
    if earlier := Message.objects.sent_with(by=by, key=key).first():
        return earlier
    if seen and Thread.objects.select_for_update(no_key=True).get(pk=thread.pk).last_message_at != seen:
        raise Overtaken
    message = _add(thread, by=by, author_kind=author_kind, body=body, key=key, uploads=uploads)
    if message.is_from_citizen:
        close_items(subject=thread, kind=REPLY, by=by)
        close_items(subject=thread, kind=CALL, by=by)
        _expect_answer(thread, by=by)
    else:
        close_items(subject=thread, kind=ANSWER, by=by)
        _notify(thread, by=by)
        if answer_by:
            expect_reply(thread=thread, on=answer_by, by=by)
    record(
        "thread.answered",
        by=by,
        subject=thread,
        citizen=thread.citizen,
        organization=thread.organization,
        detail={"message": str(message.pk)},
    )
    return message


@transaction.atomic
def reply_without_account(*, thread: Thread, body: str, key: UUID, uploads: Iterable[SealedUpload] = ()) -> Message:
    """The person answers through a page that no account opened (`messaging.guest_mail`). Once for a `key`."""
    Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
    if earlier := thread.messages.filter(is_without_account=True, key=key).first():
        return earlier
    message = _add(thread, by=None, author_kind=Message.Author.CITIZEN, body=body, key=key, uploads=uploads)
    close_items(subject=thread, kind=REPLY, by=None)
    close_items(subject=thread, kind=CALL, by=None)
    _expect_answer(thread, by=None)
    record(
        "thread.answered",
        by=None,
        subject=thread,
        citizen=thread.citizen,
        organization=thread.organization,
        detail={"message": str(message.pk), "without_account": True},
    )
    return message


@transaction.atomic
def post_from_system(
    *,
    by: User | None,
    dossier: "Dossier",
    thread: Thread | None,
    subject: str,
    body: str,
    answer_by: dt.date | None = None,
) -> Message:
    """A message of the organization itself in a dossier: in this conversation, or in a new one. The person is notified
    and, with `answer_by`, owes an answer; what they awaited of the team is answered."""
    is_first = thread is None
    if thread is None:
        thread = Thread.objects.create(
            citizen=dossier.citizen,
            organization=dossier.organization,
            team=dossier.team,
            dossier=dossier,
            subject=subject,
        )
        record("thread.started", by=by, subject=thread, citizen=thread.citizen, organization=thread.organization)
    message = _add(
        thread, by=by, author_kind=Message.Author.AGENT, body=body, key=uuid4(), uploads=(), is_first=is_first
    )
    close_items(subject=thread, kind=ANSWER, by=by)
    _notify(thread, by=by)
    if answer_by:
        expect_reply(thread=thread, on=answer_by, by=by)
    record(
        "thread.answered",
        by=by,
        subject=thread,
        citizen=thread.citizen,
        organization=thread.organization,
        detail={"message": str(message.pk)},
    )
    return message


@transaction.atomic
def expect_reply(*, thread: Thread, on: dt.date, by: User | None) -> None:
    """The person owes an answer on that day at the latest: it is in what they have to do."""
    due_at = clock.end_of_day(on, thread.citizen.time_zone)
    why = thread.organization.name_fr
    open_item(kind=REPLY, subject=thread, by=by, citizen=thread.citizen, due_at=due_at, why=why)


@transaction.atomic
def end_with(*, dossier: "Dossier", by: User | None) -> None:
    """Expect no reply of the person any more in the conversations of a dossier that closes."""
    for thread in Thread.objects.filter(dossier=dossier).order_by("pk"):
        close_items(subject=thread, kind=REPLY, by=by)


@transaction.atomic
def read(*, by: User, thread: Thread, as_kind: str) -> int:
    """Mark what the other side wrote as read; returns how many messages were new.

    A team reads as one. On the citizen's side each account reads for itself: what a helper reads stays unread for the
    person. Each opening by an agent is journaled (who opened my file?), and what an account of the citizen's side reads
    for the first time.
    """
    marked = (
        _read_as_citizen(by, thread) if as_kind == Message.Author.CITIZEN else mark_read_by_team(by=by, thread=thread)
    )
    if marked or as_kind == Message.Author.AGENT:
        record("thread.read", by=by, subject=thread, citizen=thread.citizen, organization=thread.organization)
    return marked


@transaction.atomic
def note_search(*, by: User, messages: Iterable[Message]) -> None:
    """Journal that an agent read the lines of a search: once for each conversation, without the words looked for."""
    threads = {message.thread_id: message.thread for message in messages}
    for thread in threads.values():
        record("thread.found", by=by, subject=thread, citizen=thread.citizen, organization=thread.organization)


def note_export(*, by: User, thread: Thread) -> None:
    """Journal that the whole conversation was taken away as a file."""
    record("thread.exported", by=by, subject=thread, citizen=thread.citizen, organization=thread.organization)


@transaction.atomic
def read_without_account(*, thread: Thread) -> int:
    """The person read it through a page that no account opened; returns how many messages were new."""
    new = thread.messages.filter(author_kind=Message.Author.AGENT).unread().update(read_at=clock.now())
    if new:
        close_items(subject=thread, kind=CALL, by=None)
        detail = {"without_account": True}
        record(
            "thread.read",
            by=None,
            subject=thread,
            citizen=thread.citizen,
            organization=thread.organization,
            detail=detail,
        )
    return new


def note_printing(*, by: User, thread: Thread) -> None:
    """Journal that an agent opened the whole conversation on the page made for paper."""
    record("thread.printed", by=by, subject=thread, citizen=thread.citizen, organization=thread.organization)


def _read_as_citizen(by: User, thread: Thread) -> int:
    new = list(thread.messages.unread_by(by).order_by("sent_at", "pk").values_list("pk", flat=True))
    if new:
        at = clock.now()
        readings = [MessageReading(message_id=message, user=by, read_at=at) for message in new]
        MessageReading.objects.bulk_create(readings, ignore_conflicts=True)  # two pages at once read once
        thread.messages.filter(pk__in=new).unread().update(read_at=at, read_by=by)
        close_items(subject=thread, kind=CALL, by=by)
    return len(new)


def mark_read_by_team(*, by: User, thread: Thread) -> int:
    if not thread.unread_team:
        return 0
    marked = thread.messages.filter(author_kind=Message.Author.CITIZEN).unread().update(read_at=clock.now(), read_by=by)
    # Counted down by what was marked, never set to zero: a message may arrive meanwhile.
    Thread.objects.filter(pk=thread.pk).update(unread_team=Greatest(F("unread_team") - marked, 0))
    return marked


def _one_at_a_time(by: User) -> None:
    """Two clicks of the same person wait for each other, so that the second finds what the first wrote."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)


def _add(
    thread: Thread,
    *,
    by: User | None,
    author_kind: str,
    body: str,
    key: UUID,
    uploads: Iterable[SealedUpload],
    is_first: bool = False,
) -> Message:
    """`is_first`: it is found by the words of the subject too."""
    message = Message.objects.create(
        thread=thread,
        author_kind=author_kind,
        by=by,
        body=body,
        key=key,
        words=kept_words(thread, f"{thread.subject} {body}" if is_first else body),
        is_without_account=by is None and author_kind == Message.Author.CITIZEN,
    )
    for upload in uploads:
        document = receive(
            by=by, citizen=thread.citizen, upload=upload, team=thread.team, dossier=thread.dossier, origin=author_kind
        )
        Attachment.objects.create(message=message, document=document)
    for_team = 1 if message.is_from_citizen else 0
    Thread.objects.filter(pk=thread.pk).update(
        last_message_at=message.sent_at, unread_team=F("unread_team") + for_team, ended_at=None, ended_by=None
    )
    return message


def _notify(thread: Thread, *, by: User | None) -> None:
    announce(kind="message", citizen=thread.citizen, subject=thread, organization=thread.organization, by=by)
    answering.answered(thread, by=by)


def _expect_answer(thread: Thread, *, by: User | None) -> None:
    open_item(kind=ANSWER, subject=thread, by=by, team=thread.team, due_at=clock.end_of_day(answer_day(thread.team)))
