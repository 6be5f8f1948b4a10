"""Reading one's inbox."""

from django.db import models, transaction

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


def read_with_subject(*, subject: models.Model, by: User) -> None:
    """Mark as read by this account the notices of what it just opened (registered in `portal.notices.reading`)."""
    mine = InboxItem.objects.visible_to(by).unread_by(by).but_of_messages().select_related("citizen")
    result = mine.filter(notice__subject_type=subject._meta.label_lower, notice__subject_id=subject.pk)
    for item in result.order_by("created_at", "pk"):
        mark_read(item=item, by=by)


def read_with_deadline(*, deadline: models.Model, by: User) -> None:
    """Mark as read by this account the reminders of a date whose page it just opened."""
    mine = InboxItem.objects.visible_to(by).unread_by(by).filter(reminder__deadline=deadline)
    for item in mine.select_related("citizen").order_by("created_at", "pk"):
        mark_read(item=item, by=by)
