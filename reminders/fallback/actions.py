"""What people decide about a dead letter: one more attempt, or that it is taken care of."""

from django.db import models, transaction
from django.db.models import Q

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.audit.actions import record
from portal.clock import now
from portal.people.models import User
from portal.work_items.actions import close_items
from portal.work_items.models import WorkItem
from reminders.deadlines.models import Deadline
from reminders.deliveries.attempts import try_again
from reminders.fallback.models import DeadLetter
from reminders.fallback.work import KIND


class NothingToRetry(Exception):
    """No message was made, one is already on its way, or somebody settled it first."""


@transaction.atomic
def retry(*, letter: DeadLetter, by: User) -> DeadLetter:
    """One more attempt through the same channel, at once, with three days of its own. Raises NothingToRetry."""
    at = now()
    if letter.delivery is None or not _settle(letter, DeadLetter.Outcome.RETRIED, by):
        raise NothingToRetry
    if try_again(delivery=letter.delivery, not_before=at, since=at) is None:
        raise NothingToRetry  # and what was settled just above is not
    record("dead_letter.retried", by=by, subject=letter, citizen=letter.citizen)
    return letter


@transaction.atomic
def handle(*, letter: DeadLetter, by: User) -> DeadLetter:
    """Somebody joined the person, or decided otherwise: settles every failure of the same message, and the tasks that
    were asked of their organization: another one whose matters it carried still joins the person. Twice is once."""
    if _settle(letter, DeadLetter.Outcome.HANDLED, by):
        DeadLetter.objects.open().of_the_message(letter).update(
            settled_at=letter.settled_at, settled_by=by, outcome=letter.outcome
        )
        record("dead_letter.handled", by=by, subject=letter, citizen=letter.citizen)
        for deadline in _told_of(letter, by):
            close_items(subject=deadline, kind=KIND, by=by)
    return letter


def _told_of(letter: DeadLetter, by: User) -> models.QuerySet:
    """What the message told of, as far as it is theirs: the operation of the portal answers for all."""
    every = Deadline.objects.filter(reminders__in=letter.reminder_ids)
    if not visibility_of(by).may_everywhere(Permission.HANDLE_UNREACHED):
        asked = WorkItem.objects.open().of_teams(by).filter(kind=KIND).values("subject_id")
        every = every.filter(Q(pk__in=Deadline.objects.handled_by(by).values("pk")) | Q(pk__in=asked))
    return every.distinct().order_by("pk")


def _settle(letter: DeadLetter, outcome: str, by: User) -> bool:
    """Conditional: only what is still open."""
    mine = DeadLetter.objects.open().filter(pk=letter.pk)
    settled = bool(mine.update(settled_at=now(), settled_by=by, outcome=outcome))
    letter.refresh_from_db(fields=["settled_at", "settled_by", "outcome"])
    return settled
