"""What a file of a program holds: the form of `programs/reference/programs.yaml`, under the names of its columns."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from portal.criteria.checking import criteria_problems
from portal.criteria.schema import Criteria
from portal.criteria.vocabulary import FactKind, UnfitValue, read
from portal.criteria.wording import UNITS
from portal.foundation.formats.cells import strict_day
from portal.publishing.schemas import Figure, OneOf, Strict, Text
from programs.program_versions.words_form import MOST_LINES, SOURCE_KINDS
from programs.programs.models import CONFIDENCE_WORDS, Program, Theme
from programs.rules.verdicts import Verdict

Confidence = Annotated[str, OneOf(tuple(CONFIDENCE_WORDS))]
_MOST = 60
"""Rows of one list."""


def _day(words: str) -> str:
    try:
        return strict_day(words).isoformat()
    except ValueError as error:
        raise ValueError(_("il faut une date, comme 2026-01-31.")) from error


class Amount(Strict):
    label_fr: Annotated[str, Text(200, says=True)]
    label_en: Annotated[str, Text(200)] = ""
    value: Figure
    unit: Annotated[str, OneOf(tuple(UNITS))]
    year: Annotated[str, Text(60)] = ""
    confidence: Confidence


class AskedDocument(Strict):
    id: Annotated[str, Text(60, says=True)]
    fr: Annotated[str, Text(300, says=True)]
    en: Annotated[str, Text(300)] = ""


class ProgramSource(Strict):
    id: Annotated[str, Text(60, says=True)]
    url: Annotated[str, Text(500, says=True)]
    kind: Annotated[str, OneOf(tuple(code for code, _words in SOURCE_KINDS))]
    read: bool = False
    note: Annotated[str, Text(300)] = ""


class Example(Strict):
    name: Annotated[str, Text(200, says=True)]
    as_of: Annotated[str, Text(10), AfterValidator(_day)]
    facts: dict[str, Any]
    verdict: Annotated[str, OneOf(tuple(Verdict))]
    missing: Annotated[list[Annotated[str, Text(60)]], Field(max_length=_MOST)] = []
    to_check: bool = False
    persona: Annotated[str, Text(60)] = ""


class ProgramContent(Strict):
    name_fr: Annotated[str, Text(200, says=True)]
    name_en: Annotated[str, Text(200)] = ""
    summary_fr: Annotated[str, Text(4_000)] = ""
    summary_en: Annotated[str, Text(4_000)] = ""
    theme: Annotated[str, OneOf(tuple(Theme.values))]
    benefit_kind: Annotated[str, OneOf(tuple(Program.BenefitKind.values))]
    jurisdiction: Annotated[str, OneOf(tuple(Program.Jurisdiction.values))]
    is_automatic: bool = False
    amounts: Annotated[list[Amount], Field(max_length=_MOST)] = []
    amounts_confidence: Confidence
    criteria: Criteria
    criteria_confidence: Confidence
    screening_facts: Annotated[list[Annotated[str, Text(60)]], Field(max_length=_MOST)] = []
    not_checked_fr: Annotated[str, Text(4_000)] = ""
    not_checked_en: Annotated[str, Text(4_000)] = ""
    steps_fr: Annotated[list[Annotated[str, Text(2_000)]], Field(max_length=MOST_LINES)] = []
    steps_en: Annotated[list[Annotated[str, Text(2_000)]], Field(max_length=MOST_LINES)] = []
    documents: Annotated[list[AskedDocument], Field(max_length=_MOST)] = []
    holds_for: Annotated[str, Text(80)] = ""
    official_url: Annotated[str, Text(400, address=True)] = ""
    is_official_url_read: bool = False
    sources: Annotated[list[ProgramSource], Field(max_length=_MOST)] = []
    examples: Annotated[list[Example], Field(max_length=_MOST)] = []


def unknown_facts(content: Mapping[str, Any], kinds: Mapping[str, FactKind]) -> Iterator[str]:
    """What the facts of this installation cannot say, in sentences."""
    yield from criteria_problems(content["criteria"], kinds)
    for code in content.get("screening_facts", []):
        if code not in kinds:
            yield f"{code}\u00a0: ce fait n’existe pas dans le vocabulaire."
    for example in content.get("examples", []):
        try:
            read(kinds, example["facts"])
        except UnfitValue as error:
            yield f"{example['name']}\u00a0: {error}"
