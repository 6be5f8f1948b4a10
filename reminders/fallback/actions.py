"""What people decide about a dead letter: one more attempt, or that it is taken care of."""

from django.db import transaction

from portal.audit.actions import record
from portal.clock import now
from portal.people.models import User
from portal.work_items.actions import close_items
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
    """Somebody joined the person, or decided otherwise: settles every failure of the same message, and the task that
    was asked for. Twice is once."""
    if _settle(letter, DeadLetter.Outcome.HANDLED, by):
        DeadLetter.objects.open().of_the_message(letter).update(
            settled_at=letter.settled_at, settled_by=by, outcome=letter.outcome
        )
        record("dead_letter.handled", by=by, subject=letter, citizen=letter.citizen)
        for deadline in Deadline.objects.filter(reminders__in=letter.reminder_ids).distinct().order_by("pk"):
            close_items(subject=deadline, kind=KIND, by=by)
    return letter


def _settle(letter: DeadLetter, outcome: str, by: User) -> bool:
    """Conditional: only what is still open."""
    mine = DeadLetter.objects.open().filter(pk=letter.pk)
    settled = bool(mine.update(settled_at=now(), settled_by=by, outcome=outcome))
    letter.refresh_from_db(fields=["settled_at", "settled_by", "outcome"])
    return settled
