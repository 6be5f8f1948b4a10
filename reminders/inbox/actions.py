"""Reading one's inbox."""

from django.db import transaction

from portal.audit.actions import record
from portal.clock import now
from portal.people.models import User
from reminders.inbox.models import InboxItem, InboxItemReading


@transaction.atomic
def mark_read(*, item: InboxItem, by: User) -> InboxItem:
    """Mark the item as read by this account, once: somebody else's reading, even of one who acts for the person, leaves
    it unread for the others."""
    at = now()
    _reading, is_new = InboxItemReading.objects.get_or_create(item=item, user=by, defaults={"read_at": at})
    if is_new:
        InboxItem.objects.unread().filter(pk=item.pk).update(read_at=at, read_by=by)
        record("inbox_item.read", by=by, subject=item, citizen=item.citizen)
        item.refresh_from_db(fields=["read_at", "read_by"])
    return item
