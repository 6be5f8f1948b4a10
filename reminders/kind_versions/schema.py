"""What a file of a kind of deadline holds: its columns, and its steps without the row that each is here."""

from typing import Annotated, Any, Self

from django.utils.translation import gettext
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from portal.consents.models import Channel
from portal.publishing.schemas import OneOf, Scalar, Strict, Text, is_address
from reminders.kind_versions.rows import FAR_DAYS, MOST_STEPS, MOST_TIERS
from reminders.kinds.content import MOMENTS, Content, StepContent, in_order, time_read
from reminders.kinds.dates import can_be_followed
from reminders.kinds.models import DeadlineKind

MOST_POST_DAYS = 30
NoneIsNothing = BeforeValidator(lambda value: "" if value is None else value)
"""A text that says nothing may be written as null."""


def _basis(words: str) -> str:
    if not can_be_followed(words):
        raise ValueError(gettext("ce n’est pas une règle de date."))
    return words


def _hour(words: str) -> str:
    try:
        return f"{time_read(words):%H:%M}"
    except ValueError as error:
        raise ValueError(gettext("il faut une heure, comme 09:00.")) from error


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """One level of short words and numbers; addresses are addresses."""
    for key, value in row.items():
        if len(str(value)) > 500:
            raise ValueError(gettext("ce texte est trop long."))
        if key in {"url", "source"} and value:
            is_address(str(value))
    return row


def _tier(row: dict[str, Any]) -> dict[str, Any]:
    days, label = row.get("after_days"), row.get("label_fr", "")
    if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= FAR_DAYS:
        raise ValueError(gettext("« after_days » est un nombre de jours."))
    if not isinstance(label, str) or len(label) > 300:
        raise ValueError(gettext("« label_fr » est un texte de 300 caractères au plus."))
    return row | {"label_fr": label}


ChannelCode = Annotated[str, OneOf(tuple(Channel.values))]
Row = Annotated[dict[Annotated[str, Text(40)], Scalar], Field(max_length=20), AfterValidator(_row)]
Rows = Annotated[list[Row], Field(max_length=MOST_TIERS)]
Lines = Annotated[list[Annotated[str, Text(500)]], Field(max_length=100)]
Texts = Annotated[
    dict[Annotated[str, OneOf(("fr", "en"))], Annotated[str, Text(2_000)]],
    AfterValidator(lambda own: {name: said for name, said in own.items() if said}),
]
Days = Annotated[int, Field(ge=-FAR_DAYS, le=FAR_DAYS)]


class KindColumns(Strict):
    title_fr: Annotated[str, Text(200, says=True)]
    title_en: Annotated[str, Text(200), NoneIsNothing] = ""
    team: Annotated[str, Text(120), NoneIsNothing] = ""
    nature: Annotated[str, OneOf(tuple(DeadlineKind.Nature.values))]
    basis: Annotated[str, Text(64), AfterValidator(_basis), NoneIsNothing] = ""
    rule_fr: Annotated[str, Text(300), NoneIsNothing] = ""
    rule_en: Annotated[str, Text(300), NoneIsNothing] = ""
    audience_fr: Annotated[str, Text(5_000), NoneIsNothing] = ""
    audience_en: Annotated[str, Text(5_000), NoneIsNothing] = ""
    consequence_fr: Annotated[str, Text(5_000), NoneIsNothing] = ""
    consequence_en: Annotated[str, Text(5_000), NoneIsNothing] = ""
    amounts: Rows
    tiers: Annotated[list[Annotated[Row, AfterValidator(_tier)]], Field(max_length=MOST_TIERS)]
    procedure_fr: Lines
    procedure_en: Lines
    note_fr: Annotated[str, Text(5_000), NoneIsNothing] = ""
    note_en: Annotated[str, Text(5_000), NoneIsNothing] = ""
    official_url: Annotated[str, Text(500, address=True), NoneIsNothing] = ""
    official_url_read: bool = False
    sources: Rows
    confidence: Annotated[str, OneOf(tuple(DeadlineKind.Confidence.values))]
    related_programs: Lines
    style: Annotated[str, OneOf(tuple(DeadlineKind.Style.values))]
    sensitive_reason: Annotated[str, Text(300), NoneIsNothing] = ""
    channels: Annotated[list[ChannelCode], Field(max_length=len(Channel.values))]
    links: Annotated[str, OneOf(tuple(DeadlineKind.Links.values))]
    post_days: Annotated[int, Field(ge=0, le=MOST_POST_DAYS)] = 5
    is_urgent: bool = False
    send_at: Annotated[str, Text(5), AfterValidator(_hour)]
    daily_cap: Annotated[int, Field(ge=1, le=100_000_000)] | None = None


class Step(Strict):
    moment: Annotated[str, OneOf(tuple(MOMENTS))]
    offset_days: Days = 0
    text_fr: Annotated[str, Text(1_000)] = ""
    text_en: Annotated[str, Text(1_000)] = ""
    by_channel: dict[ChannelCode, Texts] = {}

    @model_validator(mode="after")
    def is_on_its_day(self) -> Self:
        if self.moment != "date" and self.offset_days:
            raise ValueError(gettext("« offset_days » ne vaut que pour une étape comptée de la date."))
        return self


class KindContent(Strict):
    columns: KindColumns
    steps: Annotated[list[Step], Field(max_length=MOST_STEPS)]

    def content(self) -> Content:
        steps = in_order(StepContent(**step.model_dump()) for step in self.steps)
        return Content(self.columns.model_dump(), steps)
