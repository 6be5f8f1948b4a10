"""What a kind says: in force, or in its draft."""

from reminders.kinds.content import Content
from reminders.kinds.models import DeadlineKind


def content_to_edit(kind: DeadlineKind) -> Content:
    """The draft's content, or what is in force."""
    draft = kind.versions.open().first()
    return draft.written if draft else content_in_force(kind)


def content_in_force(kind: DeadlineKind) -> Content:
    return Content.of(kind, kind.steps.filter(retired_at=None).order_by("pk"))
