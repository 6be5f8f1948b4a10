"""What waits for an administrator of an organization, on the first page of «gestion»."""

from typing import Any

from django import template

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from programs.program_versions.models import ProgramVersion
from reminders.indicators.models import Report
from reminders.kind_versions.models import KindVersion

register = template.Library()
SHOWN = 5


@register.simple_tag(takes_context=True)
def duties(context: template.Context) -> dict[str, list[Any]]:
    """Versions that another person asks them to approve, drafts of theirs that were sent back, and reports that nobody
    of theirs has read. Three queries, and none for who administers nothing."""
    user = context["user"]
    visibility = visibility_of(user)
    kinds = visibility.organizations_where(Permission.CONFIGURE_DEADLINE_KINDS)
    owned = visibility.organizations_where(Permission.CONFIGURE_PROGRAMS)
    if not kinds and not owned:
        return {"versions": [], "programs": [], "reports": []}
    versions = KindVersion.objects.waiting_for(user).filter(kind__organization__in=kinds)
    versions = versions.select_related("kind", "submitted_by", "returned_by").order_by("submitted_at", "returned_at")
    programs = ProgramVersion.objects.waiting_for(user).filter(program__organization__in=owned)
    programs = programs.select_related("program", "submitted_by", "returned_by").order_by("submitted_at", "returned_at")
    reports = Report.objects.visible_to(user).unread().select_related("organization").order_by("-month", "pk")
    waiting = {"versions": versions, "programs": programs, "reports": reports}
    return {name: list(rows[:SHOWN]) for name, rows in waiting.items()}
