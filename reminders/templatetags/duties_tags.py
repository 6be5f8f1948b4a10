"""What waits for an administrator of an organization, on the first page of «gestion»."""

from typing import Any

from django import template

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from programs.versions.models import ProgramVersion
from reminders.indicators.models import Report
from reminders.versions.models import KindVersion

register = template.Library()
SHOWN = 5


@register.simple_tag(takes_context=True)
def duties(context: template.Context) -> dict[str, list[Any]]:
    """Versions that another person asks them to approve, and reports that nobody of theirs has read. Three queries, and
    none for who administers nothing."""
    user = context["user"]
    visibility = visibility_of(user)
    kinds = visibility.organizations_where(Permission.CONFIGURE_DEADLINE_KINDS)
    owned = visibility.organizations_where(Permission.CONFIGURE_PROGRAMS)
    if not kinds and not owned:
        return {"versions": [], "programs": [], "reports": []}
    asked = KindVersion.objects.filter(state=KindVersion.State.SUBMITTED, kind__organization__in=kinds)
    versions = asked.exclude(submitted_by=user).select_related("kind", "submitted_by").order_by("submitted_at")
    programs = ProgramVersion.objects.filter(state=ProgramVersion.State.SUBMITTED, program__organization__in=owned)
    programs = programs.exclude(submitted_by=user).select_related("program", "submitted_by").order_by("submitted_at")
    reports = Report.objects.visible_to(user).unread().select_related("organization").order_by("-month", "pk")
    waiting = {"versions": versions, "programs": programs, "reports": reports}
    return {name: list(rows[:SHOWN]) for name, rows in waiting.items()}
