"""What a file of a type of dossier holds."""

from typing import Annotated

from pydantic import Field

from portal.dossier_type_versions.content import LONGEST_PROMISE, MOST_ROWS, MOST_STAGES
from portal.dossier_types.stages import Awaits, DecisionOutcome
from portal.publishing.schemas import OneOf, Strict, Text

Code = Annotated[str, Text(40, says=True)]
Name = Annotated[str, Text(120)]
Words = Annotated[str, Text(500)]


class StageContent(Strict):
    code: Code
    name_fr: Name
    name_en: Name = ""
    where_fr: Words
    where_en: Words = ""
    want_fr: Words
    want_en: Words = ""
    when_fr: Words
    when_en: Words = ""
    awaits: Annotated[str, OneOf(tuple(Awaits.values))] = Awaits.TEAM.value


class ReasonContent(Strict):
    code: Code
    outcome: Annotated[str, OneOf(tuple(DecisionOutcome.values))]
    words_fr: Annotated[str, Text(1_000)]
    words_en: Annotated[str, Text(1_000)] = ""


class RemedyContent(Strict):
    code: Code
    name_fr: Name
    name_en: Name = ""
    days: Annotated[int, Field(ge=1, le=LONGEST_PROMISE)]
    how_fr: Annotated[str, Text(1_000)]
    how_en: Annotated[str, Text(1_000)] = ""


class UsualDocumentContent(Strict):
    label_fr: Name
    label_en: Name = ""
    document_type: Annotated[str, Text(60)] = ""


class DossierTypeContent(Strict):
    title_fr: Annotated[str, Text(120, says=True)]
    title_en: Name = ""
    summary_fr: Annotated[str, Text(300)] = ""
    summary_en: Annotated[str, Text(300)] = ""
    team: Name = ""
    number_pattern: Annotated[str, Text(40)] = "{année}-{rang}"
    promised_days: Annotated[int, Field(ge=1, le=LONGEST_PROMISE)] = 30
    stages: Annotated[list[StageContent], Field(max_length=MOST_STAGES)]
    documents: Annotated[list[UsualDocumentContent], Field(max_length=MOST_ROWS)] = []
    reasons: Annotated[list[ReasonContent], Field(max_length=MOST_ROWS)] = []
    remedies: Annotated[list[RemedyContent], Field(max_length=MOST_ROWS)] = []
    letter_fr: Annotated[str, Text(2_000)] = ""
    letter_en: Annotated[str, Text(2_000)] = ""
