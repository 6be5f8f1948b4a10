"""Response headers that Django does not set: cross-origin policy, permissions, no copy of a signed-in page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.access.policies import match_of

_PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics", "display-capture")
)


# What the browser forgets when a person signs out: files it kept to go faster, and what our pages stored (drafts, the
# tab's session). Not «cookies»: signing out already deletes the session's.
_FORGET = '"cache", "storage"'


class NotedRequest(HttpRequest):
    """A request of which `HeadersMiddleware` noted whether its person signs out."""

    is_signing_out: bool


class HeadersMiddleware:
    """A page read while signed in is stored nowhere: «back» after sign-out on a shared computer shows nothing.

    The browser is told to forget (`Clear-Site-Data`) only when the person signs out, never when a session ends by
    itself: what was being written must still be there after the next sign-in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", _PERMISSIONS)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.setdefault("Cache-Control", "no-store")
        if getattr(request, "is_signing_out", False):
            response["Clear-Site-Data"] = _FORGET
        return response

    def process_view(self, request: NotedRequest, view: Callable, args: tuple, kwargs: dict[str, Any]) -> None:
        """Notes a sign-out while its account is still known: a session that is over is not one."""
        is_leaving = request.method == "POST" and match_of(request).url_name == "account_logout"
        request.is_signing_out = is_leaving and request.user.is_authenticated
