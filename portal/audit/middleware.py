"""Journals refused accesses, once the failed transaction is over."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.audit.actions import record_refusal

REFUSED = {403, 404}


class RefusalMiddleware:
    """A signed-in account that asked for what it may not see leaves a row: which page, which ids, never the query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code in REFUSED and match and request.user.is_authenticated:
            record_refusal(
                by=request.user, verb="access.refused", detail={"page": match.view_name, **_ids(match.kwargs)}
            )
        return response


def _ids(kwargs: dict[str, Any]) -> dict[str, str]:
    """Without NUL, which PostgreSQL's JSON refuses (an address may hold %00)."""
    return {name: str(value).replace("\0", "")[:60] for name, value in kwargs.items()}
