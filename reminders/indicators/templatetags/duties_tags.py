"""What waits for an administrator of an organization, on the first page of «gestion»."""

from collections.abc import Iterable
from typing import Any

from django import template

from portal.access.visibility import visibility_of
from portal.people.models import User
from portal.publishing.adapters import ContentAdapter, adapters
from portal.publishing.models import Version
from portal.publishing.pages import address
from portal.publishing.querysets import VersionQuerySet
from reminders.indicators.models import Report

register = template.Library()
SHOWN = 5


@register.simple_tag(takes_context=True)
def duties(context: template.Context) -> dict[str, list[Any]]:
    """Versions that another person asks them to approve, drafts of theirs that were sent back, each with its page, and
    reports that nobody of theirs has read. A query for each noun, and none for who administers nothing."""
    user = context["user"]
    # Kinds first: what people receive waits less than what they read.
    versions = [version for adapter in reversed(adapters()) for version in _waiting(adapter, user)]
    pages = [(version, address("edit" if version.returned_at else "publish", version.subject)) for version in versions]
    return {"versions": pages, "reports": list(_unread(user))}


def _waiting(adapter: ContentAdapter, user: User) -> Iterable[Version]:
    mine = visibility_of(user).organizations_where(adapter.permission)
    if not mine:
        return ()
    subject = adapter.versions.SUBJECT
    waiting: VersionQuerySet = VersionQuerySet(adapter.versions).waiting_for(user)
    versions = waiting.filter(**{f"{subject}__organization__in": mine})
    versions = versions.select_related(subject, "submitted_by", "returned_by")
    return versions.order_by("submitted_at", "returned_at")[:SHOWN]


def _unread(user: User) -> Iterable[Report]:
    permissions = {adapter.permission for adapter in adapters()}
    if not any(visibility_of(user).organizations_where(permission) for permission in permissions):
        return ()
    return Report.objects.visible_to(user).unread().select_related("organization").order_by("-month", "pk")[:SHOWN]
