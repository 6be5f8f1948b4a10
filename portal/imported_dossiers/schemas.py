"""What the API of dossiers receives and answers, as its OpenAPI description publishes it."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict

from portal.foundation.formats.cells import day_of
from portal.imported_dossiers.rows import LONGEST_NOTE, LONGEST_NUMBER, LONGEST_TITLE
from portal.requested_documents.forms import LONGEST_LABEL, LONGEST_REASON


def _day(value: Any) -> dt.date:
    """A number would be read as seconds: only texts are days. Raises ValueError."""
    if type(value) is dt.date:
        return value
    if not isinstance(value, str):
        raise ValueError(_("Envoyez un texte."))
    return day_of(value)


Day = Annotated[dt.date, BeforeValidator(_day)]


class DecisionIn(Schema):
    """What was decided. With `state` closed, the matter ends with it."""

    model_config = ConfigDict(extra="forbid")

    outcome: Literal["granted", "partial", "refused"]
    reason: str = Field("", max_length=40, description="Code of a reason of its type, for this outcome.")
    words: str = Field("", max_length=LONGEST_NOTE, description="Added to the words of the reason, for the person.")
    remedy: str = Field("", max_length=40, description="Code of a remedy of its type; asked for unless all is granted.")


class DossierIn(Schema):
    """Where a dossier is. What you leave out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    dossier_type: str = Field(min_length=1, max_length=64, description="Code of one of your published types.")
    client_number: str = Field(min_length=1, max_length=40, description="Your own number for the person.")
    title: str = Field("", max_length=LONGEST_TITLE, description="At the opening; without it, the title of the type.")
    stage: str = Field("", max_length=40, description="Code of a stage of the type; without it, the first one.")
    state: Literal["open", "closed"] = "open"
    promised_on: Day | None = Field(None, description="By when you answer: 2027-03-31. Without it, what the type says.")
    note: str = Field("", max_length=LONGEST_NOTE, description="A word to the person, with this change.")
    decision: DecisionIn | None = None
    revision: int | None = Field(
        None, ge=1, description="The revision that you read: refused (409) if the dossier moved since."
    )


class NumberedDossierIn(DossierIn):
    number: str = Field(min_length=1, max_length=LONGEST_NUMBER, description="Your own number of the dossier.")


class DossiersIn(Schema):
    model_config = ConfigDict(extra="forbid")

    dossiers: list[NumberedDossierIn] = Field(min_length=1, max_length=200)


class DossierResultOut(Schema):
    number: str
    result: Literal["created", "changed", "unchanged"]
    matched: bool = Field(description="Whether a person on the portal agreed on that client number.")


class DossierResultsOut(Schema):
    """All rows were received: a batch with one bad row is refused whole, with every problem listed."""

    results: list[DossierResultOut]


class DecisionOut(Schema):
    outcome: Literal["granted", "partial", "refused"]
    reason: str
    decided_at: dt.datetime
    contest_until: dt.date | None


class DossierOut(Schema):
    """As it is now, whoever brought it there. Of a dossier that waits for its person, as you said it last."""

    number: str
    dossier_type: str
    matched: bool
    state: Literal["open", "closed"]
    stage: str
    awaits: Literal["team", "person"] | None = Field(description="Whose turn it is.")
    promised_on: dt.date | None
    late: bool
    opened_at: dt.datetime | None
    moved_at: dt.datetime | None
    closed_at: dt.datetime | None
    revision: int | None
    decision: DecisionOut | None


class DossiersOut(Schema):
    dossiers: list[DossierOut]
    next: str = Field(description="Give it as `after` for those that follow; empty: there are none.")


class StageOut(Schema):
    code: str
    name_fr: str
    awaits: Literal["team", "person"]


class CodeOut(Schema):
    code: str
    outcome: str = ""


class TypeOut(Schema):
    code: str
    title_fr: str
    published: bool
    promised_days: int
    stages: list[StageOut]
    reasons: list[CodeOut]
    remedies: list[CodeOut]


class PutOut(Schema):
    reference: str
    result: Literal["created", "unchanged"]
    id: str = Field(description="Of what was put, as lists name it.")


class DocumentOut(Schema):
    id: str
    reference: str = Field(description="Yours, of a document that you put; empty for the person's.")
    name: str
    origin: Literal["citizen", "agent"]
    content_type: str
    size: int
    sha256: str
    state: Literal["received", "held", "available", "refused"]
    received_at: dt.datetime


class DocumentsOut(Schema):
    documents: list[DocumentOut]
    next: str


class DocumentTypeOut(Schema):
    code: str
    name_fr: str


class RequestedDocumentIn(Schema):
    """What the person is asked to send. They are notified; it is on their list of things to do, with its last day."""

    model_config = ConfigDict(extra="forbid")

    label: str = Field(
        min_length=1, max_length=LONGEST_LABEL, pattern=r"\S", description="As the person knows it: relevé de décembre."
    )
    due_on: Day = Field(description="The last day to send it: 2027-03-31.")
    reason: str = Field("", max_length=LONGEST_REASON, description="Why you need it, for the person.")
    document_type: str = Field("", max_length=60, description="Code of a type of document of the portal.")


class SettledIn(Schema):
    """What you decide of it. Refused, it is asked again of the person, with your words."""

    model_config = ConfigDict(extra="forbid")

    state: Literal["accepted", "refused", "cancelled"]
    documents: list[UUID] = Field(
        [], max_length=100, description="What you examined, all of it: without it, nothing is accepted or refused."
    )
    because: str = Field("", max_length=LONGEST_REASON, description="What is wrong and what to send, when refused.")


class SettledOut(Schema):
    reference: str
    result: Literal["changed", "unchanged"]


class RequestedDocumentOut(Schema):
    id: str
    reference: str = Field(description="Yours, of what you asked; empty where your agents did.")
    label: str
    reason: str
    document_type: str
    due_on: dt.date
    state: Literal["missing", "given", "accepted", "refused", "cancelled"]
    awaits: Literal["team", "person"] | None = Field(
        description="Whose turn it is: the person's too when the checks of every file refused what was sent."
    )
    because: str
    asked_at: dt.datetime
    given_at: dt.datetime | None
    settled_at: dt.datetime | None
    documents: list[str] = Field(description="Identifiers of what was sent, as the documents of the dossier name it.")


class RequestedDocumentsOut(Schema):
    requested_documents: list[RequestedDocumentOut]
    next: str
