"""Reading one's inbox."""

from django.db import transaction

from portal.audit.actions import record
from portal.clock import now
from portal.people.models import User
from reminders.inbox.models import InboxItem


@transaction.atomic
def mark_read(*, item: InboxItem, by: User) -> InboxItem:
    """The first reading is kept, with who read (the person or somebody who acts for them)."""
    mine = InboxItem.objects.unread().filter(pk=item.pk)
    if mine.update(read_at=now(), read_by=by):
        record("inbox_item.read", by=by, subject=item, citizen=item.citizen)
        item.refresh_from_db(fields=["read_at", "read_by"])
    return item
