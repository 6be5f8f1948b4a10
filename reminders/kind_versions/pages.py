"""Where the pages of a kind are, and how one is drawn inside «gestion»."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from reminders.kinds.models import DeadlineKind

FOLDER = "admin/kinds/deadlinekind"


def revision_of(text: str) -> int:
    """The revision that a page showed; −1 for what no page shows."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1


def address(name: str, kind: DeadlineKind, **more: Any) -> str:
    return reverse(f"admin:kinds_deadlinekind_{name}", kwargs={"pk": kind.pk, **more})


def page(section: Any, request: HttpRequest, name: str, **values: Any) -> HttpResponse:
    status = values.pop("status", 200)
    context = {**section.admin_site.each_context(request), "opts": section.opts, **values}
    return TemplateResponse(request, f"{FOLDER}/{name}.html", context, status=status)
