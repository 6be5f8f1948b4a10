"""What is asked and answered, as it travels. Pure, but for the description of the API."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, Literal

from ninja import Field, Schema

from portal.webhooks.describing import call
from reminders.still_due.models import QUESTION, DueCheck

MOST = 50
"""References asked about in one call."""
LONGEST = 16_384
"""Bytes of an answer that are read: a longer one is not understood."""
Answer = DueCheck.Answer


class AskedReferences(Schema):
    references: list[str] = Field(min_length=1, max_length=MOST, description="Your own references.")


class StillDue(Schema):
    """AskedReferences just before reminders leave: answer within two seconds. Without an answer, they leave."""

    type: str
    timestamp: dt.datetime
    data: AskedReferences


class OneState(Schema):
    reference: str
    state: Literal["open", "done", "cancelled"] = Field(description="open: still due; its reminder leaves.")


class States(Schema):
    deadlines: list[OneState]


def body_of(references: Sequence[str], at: dt.datetime) -> bytes:
    payload = {"type": QUESTION, "timestamp": at.isoformat(), "data": {"references": list(references)}}
    return json.dumps(payload, ensure_ascii=False).encode()


def states_in(body: bytes, references: Sequence[str]) -> dict[str, DueCheck.Answer]:
    """Return what an answer says of each reference that was asked about; of none other is anything read."""
    try:
        content: Any = json.loads(body) if len(body) <= LONGEST else None
        given = {one["reference"]: one["state"] for one in content["deadlines"]}
    except (ValueError, TypeError, LookupError, RecursionError):
        return dict.fromkeys(references, Answer.MALFORMED)
    return {reference: _read(given, reference) for reference in references}


def _read(given: dict[Any, Any], reference: str) -> DueCheck.Answer:
    if reference not in given:
        return Answer.SILENT
    state = given[reference]
    return Answer(state) if isinstance(state, str) and state in DueCheck.ANSWERED else Answer.MALFORMED


def described() -> dict[str, Any]:
    schema = States.model_json_schema()
    schema["properties"]["deadlines"]["items"] = schema.pop("$defs")["OneState"]
    answers = {
        "200": {"description": "What each is.", "content": {"application/json": {"schema": schema}}},
        "default": {"description": "Anything else, or nothing within two seconds: the reminders leave."},
    }
    return {QUESTION: call(StillDue, name=QUESTION, summary="Is it still due?", answers=answers)}
