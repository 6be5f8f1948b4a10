"""How a page of a kind is drawn in «gestion»."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.publishing import pages
from reminders.kinds.models import DeadlineKind


def page(
    section: Any, request: HttpRequest, name: str, kind: DeadlineKind | None = None, **values: Any
) -> HttpResponse:
    return pages.page(section, request, name, subject=kind, kind=kind, **values)
