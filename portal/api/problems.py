"""Every error under `/api/` is a problem of RFC 9457, in French: `application/problem+json`."""

import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Field, Schema

from portal.audit.actions import one_request

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/"
TYPE = "urn:relais:problem:"


class Kind(NamedTuple):
    slug: str
    """End of its type."""
    title: str | Promise
    todo: str | Promise
    """Detail, when nobody says more."""


PROBLEMS = {
    400: Kind("malformed", _("Requête illisible"), _("Le corps doit être du JSON, en UTF-8.")),
    401: Kind(
        "unauthenticated", _("Jeton refusé"), _("Montrez un jeton en vigueur\u00a0: Authorization: Bearer relais_…")
    ),
    403: Kind("forbidden", _("Droit manquant"), _("Ce jeton n’a pas le droit de faire cela.")),
    404: Kind("not-found", _("Introuvable"), _("Rien n’est à cette adresse.")),
    405: Kind("method-not-allowed", _("Méthode refusée"), _("Les méthodes permises sont dans l’en-tête Allow.")),
    409: Kind("conflict", _("Conflit"), _("L’état a changé entre-temps\u00a0: lisez-le de nouveau.")),
    413: Kind("too-large", _("Requête trop grande"), _("Envoyez moins à la fois.")),
    415: Kind("unsupported-media-type", _("Format refusé"), _("Envoyez Content-Type: application/json.")),
    422: Kind(
        "invalid", _("Contenu refusé"), _("Corrigez ce que nomme «\u00a0errors\u00a0», puis envoyez de nouveau.")
    ),
    429: Kind("too-many-requests", _("Trop de requêtes"), _("Attendez les secondes de l’en-tête Retry-After.")),
    503: Kind("unavailable", _("Portail occupé"), _("Attendez les secondes de l’en-tête Retry-After.")),
    500: Kind("internal", _("Panne du portail"), _("Envoyez la même requête de nouveau, plus tard.")),
}
HEADERS = {401: ("WWW-Authenticate", "Bearer"), 429: ("Retry-After", "60"), 503: ("Retry-After", "60")}


class ErrorOut(Schema):
    reference: str = Field("", description="Your reference of the row, or its place: #3; empty: the request.")
    column: str = Field("", description="The column, parameter or header.")
    detail: str = Field(description="What is wrong, in French, without the value that was sent.")


class ProblemOut(Schema):
    """RFC 9457."""

    type: str = Field(description="One a status: urn:relais:problem:invalid.")
    title: str
    status: int
    detail: str = Field(description="What to do, in French.")
    errors: list[ErrorOut] = []


class Refusal(Exception):
    """An answer other than success. `detail` is for whoever reads the log of the other system."""

    def __init__(self, status: int, detail: str | Promise = "", errors: Sequence[dict[str, str]] = ()) -> None:
        super().__init__(status, detail)
        self.status, self.detail, self.errors = status, detail, errors


def answer(refusal: Refusal) -> HttpResponse:
    return _as_problem(HttpResponse(status=refusal.status), refusal)


def _as_problem(response: HttpResponse, refusal: Refusal) -> HttpResponse:
    """Write a problem over a response; its other headers stay."""
    kind = PROBLEMS.get(refusal.status) or PROBLEMS[500 if refusal.status >= 500 else 400]
    content: dict[str, Any] = {"type": TYPE + kind.slug, "title": str(kind.title), "status": refusal.status}
    content |= {"detail": str(refusal.detail or kind.todo), "errors": list(refusal.errors)}
    response.content = json.dumps(content, ensure_ascii=False).encode()
    response["Content-Type"], response["Content-Length"] = MEDIA_TYPE, len(response.content)
    if refusal.status in HEADERS:
        response.headers.setdefault(*HEADERS[refusal.status])
    return response


class ProblemMiddleware:
    """Makes a problem of any other error under `/api/`: an address that does not exist, a method, a failure of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_request():
            response = self.get_response(request)
        is_error = request.path.startswith(PREFIX) and response.status_code >= 400
        if is_error and response["Content-Type"] != MEDIA_TYPE:
            return _as_problem(response, Refusal(response.status_code))
        return response
