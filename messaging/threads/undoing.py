"""«Annuler l’envoi»: for a minute, and while nobody of the team read it, a message is taken back by who wrote it."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from messaging.threads.actions import ANSWER, REPLY
from messaging.threads.models import Attachment, Message, Thread
from portal import clock
from portal.audit.actions import record
from portal.documents.erasing import erase
from portal.documents.models import Document
from portal.people.models import User
from portal.work_items.models import WorkItem

UNDONE_FOR = dt.timedelta(minutes=1)


class NoLongerUndoable(Exception):
    """The minute is over, somebody of the team read it, or something came after it."""


def may_undo(message: Message, *, by: User) -> bool:
    """Whether its author may take it back now."""
    return message.is_from_citizen and message.by_id == by.pk and not message.read_at and is_fresh(message)


def is_fresh(message: Message) -> bool:
    return message.sent_at > clock.now() - UNDONE_FOR


@transaction.atomic
def undo(*, by: User, message: Message) -> Thread | None:
    """Erase a message and its files; returns the conversation, None when it was its only message.

    Raises NoLongerUndoable, BeingChecked."""
    thread = Thread.objects.select_for_update().select_related("citizen", "organization").get(pk=message.thread_id)
    held = thread.messages.select_for_update().filter(pk=message.pk).first()
    if held is None or not may_undo(held, by=by) or held.sent_at != thread.last_message_at or thread.passed_at:
        raise NoLongerUndoable
    _erase_files(held)
    sent_at = held.sent_at
    held.delete()
    _expect_as_before(thread, sent_at)
    before = thread.messages.order_by("-sent_at", "-pk").first()
    record("thread.undone", by=by, subject=thread, citizen=thread.citizen, organization=thread.organization)
    if before is None:
        WorkItem.objects.about(thread).delete()
        thread.delete()
        return None
    Thread.objects.filter(pk=thread.pk).update(last_message_at=before.sent_at, unread_team=F("unread_team") - 1)
    return thread


def _erase_files(message: Message) -> None:
    sent = list(Document.objects.select_for_update().filter(attachments__message=message).order_by("pk"))
    if any(document.first_read_at for document in sent):
        raise NoLongerUndoable
    Attachment.objects.filter(message=message).delete()
    for document in sent:
        erase(document)


def _expect_as_before(thread: Thread, sent_at: dt.datetime) -> None:
    """What the message asked of the team is asked no more; what it answered is awaited again."""
    items = WorkItem.objects.about(thread)
    items.filter(kind=ANSWER, since__gte=sent_at).delete()
    items.filter(kind=REPLY, done_at__gte=sent_at).update(done_at=None, done_by=None)
