"""Where the pages of a kind are, and how one is drawn inside «gestion»."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from reminders.kinds.models import DeadlineKind

FOLDER = "admin/reminders/deadlinekind"


def address(name: str, kind: DeadlineKind, **more: Any) -> str:
    return reverse(f"admin:reminders_deadlinekind_{name}", kwargs={"pk": kind.pk, **more})


def page(room: Any, request: HttpRequest, name: str, **told: Any) -> HttpResponse:
    status = told.pop("status", 200)
    context = {**room.admin_site.each_context(request), "opts": room.opts, **told}
    return TemplateResponse(request, f"{FOLDER}/{name}.html", context, status=status)
