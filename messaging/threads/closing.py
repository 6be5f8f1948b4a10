"""The end of a conversation: said by either side, undone by whoever writes again."""

from django.db import transaction

from messaging.threads.actions import ANSWER, CALL, REPLY
from messaging.threads.models import Thread
from portal import clock
from portal.audit.actions import record
from portal.people.models import User
from portal.work_items.actions import close_items


@transaction.atomic
def end(*, by: User, thread: Thread) -> bool:
    """Say that nothing more is expected, of either side; False when it was said before. Who may write in it is asked by
    the caller. Writing again reopens it (`actions.reply`)."""
    if not Thread.objects.filter(pk=thread.pk, ended_at=None).update(ended_at=clock.now(), ended_by=by):
        return False
    for kind in (ANSWER, REPLY, CALL):
        close_items(subject=thread, kind=kind, by=by)
    record("thread.ended", by=by, subject=thread, citizen=thread.citizen, organization=thread.organization)
    return True
