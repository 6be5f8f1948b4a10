"""What queues show of a reply: how it came, and from whom."""

from uuid import UUID

from portal.work_items.subjects import About
from reminders.replies.models import Reply


def titles(ids: set[UUID]) -> dict[UUID, About]:
    rows = Reply.objects.filter(pk__in=ids).select_related("citizen").order_by("pk")
    return {row.pk: About(str(row.get_channel_display()), str(row.citizen or "")) for row in rows}
