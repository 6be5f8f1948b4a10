"""The journal is only added to: what is past its time in it is erased by the owner of the tables, on command."""

import datetime as dt

from django.db import connections, transaction

from portal import clock
from portal.audit.models import AuditEvent
from portal.foundation.retention import OWNER, Timed
from portal.retention.reading import rules_of

LINES = 10_000
"""Of one transaction."""
_ERASE = """
DELETE FROM audit_auditevent WHERE id IN (
  SELECT event.id FROM audit_auditevent event WHERE event.at <= %(before)s ORDER BY event.id LIMIT %(size)s)"""


def limit() -> dt.datetime:
    """The instant before which the lines are past their time."""
    (rule,) = [rule for rule in rules_of(AuditEvent) if isinstance(rule, Timed) and rule.by == OWNER]
    return rule.before(clock.now())


def count_past() -> int:
    return AuditEvent.objects.filter(at__lte=limit()).count()


def erase_past(*, using: str = "owner") -> int:
    """Erase them, a batch a transaction, and say in the journal how many and until when; return how many."""
    before, count = limit(), 0
    while erased := _erase_some(before, using):
        count += erased
    return count


def _erase_some(before: dt.datetime, using: str) -> int:
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(_ERASE, {"before": before, "size": LINES})
        if count := cursor.rowcount:
            detail = {"count": count, "before": before.isoformat()}
            event = AuditEvent(verb="retention.journal_erased", by_role=AuditEvent.Role.SYSTEM, detail=detail)
            event.save(using=using)
    return count
