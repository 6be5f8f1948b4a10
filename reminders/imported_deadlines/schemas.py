"""What the API of deadlines receives and answers, as its OpenAPI description publishes it."""

import datetime as dt
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict

from portal.foundation.formats.cells import day_of, hour_of
from portal.foundation.words.names import LONGEST_NAME


def _text(value: Any) -> str:
    """A number would be read as seconds: only texts are dates and hours. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError(_("Envoyez un texte."))
    return value


Day = Annotated[dt.date, BeforeValidator(lambda result: result if type(result) is dt.date else day_of(_text(result)))]
Hour = Annotated[dt.time, BeforeValidator(lambda result: result if type(result) is dt.time else hour_of(_text(result)))]
"""As in a file: year-month-day, and an hour without a zone. Pydantic alone takes 46477 for a day of 1970."""


class InviteIn(Schema):
    """Whom to write to when nobody on the portal has this client number: one letter, which says nothing of the due
    date. Kept until it is printed, then erased."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=LONGEST_NAME, description="As it is written on the envelope.")
    address: list[str] = Field(min_length=2, max_length=5, description="Lines under the name, 60 characters at most.")


class DeadlineIn(Schema):
    """One due date. `client_number` is the number by which you know the person; a name is never asked."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(min_length=1, max_length=64, description="Code of one of your published kinds of deadlines.")
    client_number: str = Field(min_length=1, max_length=40, description="Your own number for the person.")
    due_on: Day = Field(description="The due date, in the person's own zone: 2027-03-31.")
    due_time: Hour | None = Field(None, description="Hour of an appointment at its place, without a zone: 14:30.")
    time_zone: str | None = Field(
        None, max_length=60, description="IANA zone of that hour, when it is not your team's: America/Halifax."
    )
    state: Literal["open", "done", "cancelled", "missed"] = Field(
        "open",
        description="done: the act was done, the payment made; cancelled: undone; missed: the person did not come to "
        "the appointment, the payment is late.",
    )
    change_client_number: bool = Field(
        False, description="Yes, this reference is known under another client number, and goes to this one."
    )
    invite: InviteIn | None = Field(None, description="Invite this person by letter while nobody has the number.")


class NumberedDeadlineIn(DeadlineIn):
    reference: str = Field(min_length=1, max_length=80, description="Your own reference, unique among yours.")


class BatchIn(Schema):
    model_config = ConfigDict(extra="forbid")

    deadlines: list[NumberedDeadlineIn] = Field(min_length=1, max_length=1000)


class DeadlineOut(Schema):
    reference: str
    kind: str
    due_on: dt.date
    due_time: dt.time | None
    time_zone: str = Field(description="Zone of the hour: the one that you sent, else your team's; empty without hour.")
    state: Literal["open", "done", "cancelled", "missed"]
    matched: bool = Field(description="Whether a person on the portal agreed on that client number.")
    told_by_person: Literal["open", "done", "cancelled", "missed"] | None = Field(
        description="What the person said of it, when they are on the portal."
    )


class ResultOut(Schema):
    """`result`: renumbered says that the deadline went from one client number to another, as you asked."""

    reference: str
    result: Literal["created", "changed", "renumbered", "unchanged"]
    matched: bool


class BatchOut(Schema):
    """All rows were received: a batch with one bad row is refused whole, with every problem listed."""

    results: list[ResultOut]


class KindOut(Schema):
    code: str
    title_fr: str
    title_en: str
    published: bool
