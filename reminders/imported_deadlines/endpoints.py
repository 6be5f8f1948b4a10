"""What organizations' systems send and read of their deadlines, under `/api/v1/` (`portal.api`)."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router

from portal.api.bearer import ApiRequest, Bearer
from portal.api.models import ApiToken
from portal.api.problems import Refusal
from portal.api.repeating import Key, once
from portal.api.requests import only, rows_refused
from portal.client_numbers.models import pattern_of
from portal.clock import today
from reminders.deadlines.models import Deadline
from reminders.imported_deadlines.actions import kinds_of, receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.received import NumberChanged, Received
from reminders.imported_deadlines.rows import LONGEST_REFERENCE, ImportedRow, Problem, check
from reminders.imported_deadlines.schemas import (
    BatchIn,
    BatchOut,
    DeadlineIn,
    DeadlineOut,
    KindOut,
    NumberedDeadlineIn,
    ResultOut,
)
from reminders.imported_deadlines.together import Together
from reminders.kinds.models import DeadlineKind
from reminders.reminders.places import place_of

READ, WRITE = "deadlines:read", "deadlines:write"
_CHANGED = _(
    "Cette référence est connue sous un autre numéro de client. Si elle change bien de personne, envoyez aussi "
    "change_client_number: true."
)

router = Router()
ONE = "/deadlines/{reference}"
Reference = Path(..., min_length=1, max_length=LONGEST_REFERENCE, pattern=r"^[^/\s\x00-\x1f]+$")


@router.get("/kinds", auth=Bearer(READ, WRITE), response=list[KindOut], summary="Your kinds of deadlines")
def list_kinds(request: ApiRequest) -> list[dict[str, Any]]:
    only(request)
    mine = DeadlineKind.objects.filter(organization=request.auth.organization).order_by("code")
    return [
        {"code": one.code, "title_fr": one.title_fr, "title_en": one.title_en, "published": one.is_published}
        for one in mine
    ]


@router.get(ONE, auth=Bearer(READ), response=DeadlineOut, summary="What became of one deadline")
def read_deadline(request: ApiRequest, reference: str = Reference) -> dict[str, Any]:
    only(request)
    mine = ImportedDeadline.objects.filter(organization=request.auth.organization, reference=reference)
    imported_deadline = mine.select_related("kind__team", "kind__organization", "deadline").first()
    if imported_deadline is None:
        raise Refusal(404, _("Aucune échéance de votre organisme n’a cette référence."))
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


@router.put(ONE, auth=Bearer(WRITE), response=ResultOut, summary="Send, change or close one deadline")
def put_deadline(
    request: ApiRequest, content: DeadlineIn, reference: str = Reference, idempotency_key: str | None = Key
) -> dict[str, Any]:
    only(request)
    row = NumberedDeadlineIn(reference=reference, **content.dict())
    return once(request, idempotency_key, lambda: _results(_receive(request.auth, [row]))[0])


@router.post("/deadlines", auth=Bearer(WRITE), response=BatchOut, summary="Send up to a thousand deadlines at once")
def put_deadlines(request: ApiRequest, content: BatchIn, idempotency_key: str | None = Key) -> dict[str, Any]:
    only(request)
    return once(request, idempotency_key, lambda: {"results": _results(_receive(request.auth, content.deadlines))})


def _receive(token: ApiToken, content: list[NumberedDeadlineIn]) -> Received:
    """All or nothing. Raises Refusal (422) with every problem of every row."""
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
        raise rows_refused((content[place].reference, problem) for place, problem in wrong)
    try:
        return receive(organization=token.organization, rows=rows, by=None, origin=Deadline.Origin.IMPORT)
    except NumberChanged as error:
        changed = Problem("client_number", str(_CHANGED))
        raise rows_refused((reference, changed) for reference in sorted(error.references)) from error


def _place(place: int) -> str:
    return gettext("à la position %(place)d de l’envoi (la première est 0)") % {"place": place}


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
