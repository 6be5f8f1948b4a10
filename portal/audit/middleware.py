"""Journals refused accesses, once the failed transaction is over."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from portal.audit.actions import record_refusal
from portal.audit.readings import people_of

REFUSED = {403, 404}


class RefusalMiddleware:
    """A signed-in account that asked for what it may not see leaves a row: which page, which ids, never the query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code in REFUSED and match and request.user.is_authenticated:
            subject, citizen_id = _subject(match)
            record_refusal(
                by=request.user,
                verb="access.refused",
                detail={"page": match.view_name, **_ids(match.kwargs)},
                subject=subject,
                citizen_id=citizen_id,
            )
        return response


def _ids(kwargs: dict[str, Any]) -> dict[str, str]:
    """Without NUL, which PostgreSQL's JSON refuses (an address may hold %00)."""
    return {name: str(value).replace("\0", "")[:60] for name, value in kwargs.items()}


def _subject(match: ResolverMatch) -> tuple[tuple[str, str], UUID | None]:
    """The row of gestion that an address names, and whose it is, when it exists."""
    if "admin" not in match.namespaces:
        return ("", ""), None
    app, _, rest = (match.url_name or "").partition("_")
    try:
        model = apps.get_model(app, rest.partition("_")[0])
    except (LookupError, ValueError):
        return ("", ""), None
    key = unquote(str(match.kwargs.get("object_id") or match.kwargs.get("pk") or ""))
    try:
        row = model._base_manager.filter(pk=key).first() if key and "\0" not in key else None
    except (ValidationError, ValueError):
        row = None
    if row is None:
        return (model._meta.label_lower, ""), None
    people = sorted(people_of(row), key=str)
    return (model._meta.label_lower, str(row.pk)), people[0] if people else None
