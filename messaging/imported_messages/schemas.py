"""What the API of messages receives and answers, as its OpenAPI description publishes it."""

import datetime as dt
from typing import Literal

from ninja import Field, Schema
from pydantic import ConfigDict

from portal.imported_dossiers.schemas import Day

LONGEST_SUBJECT, LONGEST_BODY = 120, 10_000


class MessageIn(Schema):
    """For the person. It is read behind sign-in: nothing of it leaves by e-mail or text message."""

    model_config = ConfigDict(extra="forbid")

    subject: str = Field(
        "", max_length=LONGEST_SUBJECT, description="Of a new conversation; else the dossier's last goes on."
    )
    body: str = Field(min_length=1, max_length=LONGEST_BODY, pattern=r"\S")
    answer_by: Day | None = Field(None, description="By when you expect an answer, if you do.")


class MessageOut(Schema):
    id: str
    reference: str = Field(description="Yours, of a message that you put; empty for others.")
    conversation: str
    author: Literal["citizen", "agent"]
    body: str
    sent_at: dt.datetime
    read_at: dt.datetime | None
    documents: list[str] = Field(description="Identifiers of what is attached.")


class MessagesOut(Schema):
    messages: list[MessageOut]
    next: str
