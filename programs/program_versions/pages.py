"""How a page of a program is drawn in «gestion»."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.publishing import pages
from programs.programs.models import Program


def page(section: Any, request: HttpRequest, name: str, program: Program | None = None, **values: Any) -> HttpResponse:
    return pages.page(section, request, name, subject=program, program=program, **values)
