"""Addresses of the API (django-ninja). Every one acts for the organization of the token that was shown."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Header, NinjaAPI, Path
from ninja.errors import ValidationError
from ninja.security import HttpBearer

from portal.client_numbers.models import pattern_of
from portal.clock import today
from portal.foundation.rates import is_within
from reminders.api.actions import find, note_use
from reminders.api.models import ApiToken
from reminders.api.repeating import KeyReused, fingerprint_of, once
from reminders.api.schemas import (
    BatchIn,
    BatchOut,
    DeadlineIn,
    DeadlineOut,
    KindOut,
    NumberedDeadlineIn,
    RefusalOut,
    ResultOut,
)
from reminders.deadlines.models import Deadline
from reminders.imported_deadlines.actions import kinds_of, receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.received import NumberChanged, Received
from reminders.imported_deadlines.rows import LONGEST_REFERENCE, ImportedRow, Problem, check
from reminders.imported_deadlines.together import Together
from reminders.kinds.models import DeadlineKind
from reminders.reminders.places import place_of

REQUESTS_PER_MINUTE = 600
_CHANGED = _(
    "Cette référence est connue sous un autre numéro de client. Si elle change bien de personne, envoyez aussi "
    "change_client_number: true."
)


class ApiRefusal(Exception):
    """An answer other than success: status, sentence, problems by row."""

    def __init__(self, status: int, detail: str, problems: list[dict[str, str]] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.problems = status, detail, problems or []


class Bearer(HttpBearer):
    """`Authorization: Bearer relais_…`; `request.auth` is then the token."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = find(secret=token)
        if found and not is_within(f"api:{found.pk}", most=REQUESTS_PER_MINUTE, seconds=60):
            raise ApiRefusal(429, "Too many requests: wait a minute.")
        return found


class ApiRequest(HttpRequest):
    """A request that `Bearer` let in."""

    auth: ApiToken


api = NinjaAPI(
    title="Relais: deadlines of organizations",
    version="1",
    description="Send due dates under your own references. Sending the same twice changes nothing.",
    auth=Bearer(),
    urls_namespace="api",
    docs_url=None,  # its page needs scripts that our policy forbids; the description is at openapi.json
)

REFUSALS = {400: RefusalOut, 401: RefusalOut, 403: RefusalOut, 404: RefusalOut, 422: RefusalOut, 429: RefusalOut}
Key = Header(
    None,
    alias="Idempotency-Key",
    min_length=1,
    max_length=255,
    pattern=r"^[\x21-\x7e]+$",
    description="A value of yours, new for each request: sent again within two days, the request is done once.",
)
Reference = Path(..., min_length=1, max_length=LONGEST_REFERENCE, pattern=r"^[^/\s\x00-\x1f]+$")


@api.exception_handler(ApiRefusal)
def refuse(request: HttpRequest, refusal: ApiRefusal) -> Any:
    answer = api.create_response(
        request, {"detail": refusal.detail, "problems": refusal.problems}, status=refusal.status
    )
    if refusal.status == 429:
        answer["Retry-After"] = "60"
    return answer


@api.exception_handler(ValidationError)
def refuse_shape(request: HttpRequest, error: ValidationError) -> Any:
    """What does not fit the description, in the same form as what fits and cannot be received."""
    problems = [_problem(each) for each in error.errors]
    answer = {"detail": "This does not fit the description (openapi.json).", "problems": problems}
    return api.create_response(request, answer, status=422)


def _problem(data: dict[str, Any]) -> dict[str, str]:
    """Where (the row's place in a batch, the column) and what, without the value that was sent."""
    place = [part for part in data["loc"] if part not in ("body", "content", "path", "query")]
    row = next((str(part) for part in place if isinstance(part, int)), "")
    column = str(place[-1]) if place and isinstance(place[-1], str) else ""
    return {"reference": row and f"#{row}", "column": column, "problem": data["msg"].removeprefix("Value error, ")}


@api.get("/kinds", response={200: list[KindOut], 401: RefusalOut, 429: RefusalOut}, summary="Your kinds of deadlines")
def kinds(request: ApiRequest) -> list[dict[str, Any]]:
    mine = DeadlineKind.objects.filter(organization=request.auth.organization).order_by("code")
    return [
        {"code": one.code, "title_fr": one.title_fr, "title_en": one.title_en, "published": one.is_published}
        for one in mine
    ]


@api.get("/deadlines/{reference}", response={200: DeadlineOut, **REFUSALS}, summary="What became of one deadline")
def read(request: ApiRequest, reference: str = Reference) -> dict[str, Any]:
    _allow(request.auth, ApiToken.Scope.READ)
    mine = ImportedDeadline.objects.filter(organization=request.auth.organization, reference=reference)
    imported_deadline = mine.select_related("kind__team", "kind__organization", "deadline").first()
    if imported_deadline is None:
        raise ApiRefusal(404, "No deadline of yours has this reference.")
    return {
        "reference": imported_deadline.reference,
        "kind": imported_deadline.kind.code,
        "due_on": imported_deadline.due_on,
        "due_time": imported_deadline.due_time,
        "time_zone": (imported_deadline.time_zone or place_of(imported_deadline.kind))
        if imported_deadline.due_time
        else "",
        "state": imported_deadline.state,
        "matched": imported_deadline.citizen_id is not None,
        "told_by_person": imported_deadline.deadline.state if imported_deadline.deadline else None,
    }


@api.put("/deadlines/{reference}", response={200: ResultOut, **REFUSALS}, summary="Send, change or close one deadline")
def put(
    request: ApiRequest, content: DeadlineIn, reference: str = Reference, idempotency_key: str | None = Key
) -> dict[str, Any]:
    row = NumberedDeadlineIn(reference=reference, **content.dict())
    return _once(request, idempotency_key, lambda: _results(_receive(request.auth, [row]))[0])


@api.post("/deadlines", response={200: BatchOut, **REFUSALS}, summary="Send up to a thousand deadlines at once")
def batch(request: ApiRequest, content: BatchIn, idempotency_key: str | None = Key) -> dict[str, Any]:
    return _once(request, idempotency_key, lambda: {"results": _results(_receive(request.auth, content.deadlines))})


def _once(request: ApiRequest, key: str | None, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do the request, or repeat the answer of its first sending. Raises ApiRefusal (422) for a key used otherwise."""
    if key is None:
        return do()
    _allow(request.auth, ApiToken.Scope.WRITE)
    fingerprint = fingerprint_of(method=request.method or "", path=request.path, body=request.body)
    try:
        answer, _repeated = once(organization=request.auth.organization, key=key, fingerprint=fingerprint, do=do)
    except KeyReused as error:
        detail = "This Idempotency-Key came with another request: give each request its own."
        raise ApiRefusal(422, detail) from error
    return answer


def _receive(token: ApiToken, content: list[NumberedDeadlineIn]) -> Received:
    """All or nothing. Raises ApiRefusal (422) with every problem of every row."""
    _allow(token, ApiToken.Scope.WRITE)
    note_use(token=token)
    known, numbers = kinds_of(organization=token.organization), pattern_of(token.organization_id)
    rows: list[ImportedRow] = []
    wrong: list[tuple[int, Problem]] = []
    together = Together(_place)
    for place, one in enumerate(content):
        row, problems = check(_as_row(one), known, today(), numbers)
        wrong += [(place, problem) for problem in problems]
        wrong += together.against(place, _as_row(one))
        if row:
            rows.append(replace(row, may_renumber=one.change_client_number))
    if wrong:
        raise _refusal((content[place].reference, problem) for place, problem in wrong)
    try:
        return receive(organization=token.organization, rows=rows, by=None, origin=Deadline.Origin.IMPORT)
    except NumberChanged as error:
        changed = Problem("client_number", str(_CHANGED))
        raise _refusal((reference, changed) for reference in sorted(error.references)) from error


def _place(place: int) -> str:
    return gettext("à la position %(place)d de l’envoi (la première est 0)") % {"place": place}


def _refusal(wrong: Iterable[tuple[str, Problem]]) -> ApiRefusal:
    problems = [{"reference": reference, "column": one.column, "problem": one.words} for reference, one in wrong]
    return ApiRefusal(422, "Nothing was received: correct these rows and send again.", problems)


def _as_row(content: NumberedDeadlineIn) -> dict[str, Any]:
    """As a file's row would say it."""
    row = content.dict(exclude={"invite", "change_client_number"})
    if content.invite:
        row |= {"invite_name": content.invite.name, "invite_address": "\n".join(content.invite.address)}
    return row


def _results(received: Received) -> list[dict[str, Any]]:
    return [
        {"reference": reference, "result": result, "matched": reference not in received.unmatched}
        for reference, result in received.results.items()
    ]


def _allow(token: ApiToken, scope: str) -> None:
    if scope not in token.scopes:
        raise ApiRefusal(403, f"This token has no right «{scope}».")
