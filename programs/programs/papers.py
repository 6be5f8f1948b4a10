"""Which of the papers that a program asks for are already in a person's file. One query, whatever is shown."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import TextChoices

from portal.access.visibility import visibility_of
from portal.criteria.days import MONTH, day_number
from portal.documents.models import Document
from programs.programs.models import Program
from programs.reference import load

if TYPE_CHECKING:
    from portal.people.models import User

AvailableDocuments = dict[str, Document]
"""Code of a document type → the document of that kind."""


class DocumentStanding(TextChoices):
    """How a paper stands. `HERE` alone is counted."""

    HERE = "here"
    TO_COMPARE = "to_compare"
    """There is one, made for another request: the person looks whether it suits."""
    OLD = "old"
    EXPIRED = "expired"
    MISSING = "missing"
    UNTOLD = "untold"
    """Nobody signed in: nothing is known, nothing is said."""


@dataclass(frozen=True)
class Need:
    """One paper of a program. The document's name is sealed: it is opened when the page shows it."""

    words: str
    code: str
    standing: DocumentStanding
    document: Document | None = None

    @property
    def is_here(self) -> bool:
        return self.standing is DocumentStanding.HERE

    @property
    def months(self) -> int | None:
        kind = self.document.document_type if self.document else None
        return kind.fresh_months if kind else None


@dataclass(frozen=True)
class Needs:
    """The papers of a program, in its order."""

    lines: list[Need]
    is_told: bool

    @property
    def here(self) -> int:
        return sum(line.is_here for line in self.lines)


@cache
def _splits() -> dict[tuple[str, str], str]:
    """(program, id of its paper) → kind, for the ids that mean one thing here and another there."""
    split = [one for one in load("papers")["papers"] if "asked_as" in one]
    return {(program, one["asked_as"]): one["code"] for one in split for program in one["programs"]}


def kind_of(program: str, paper: str) -> str:
    """The kind that this program means by this id."""
    return _splits().get((program, paper), paper)


def available_documents(user: "User", on: date, citizen_id: UUID | None = None) -> AvailableDocuments | None:
    """What a person (the account's own, or `citizen_id`) can show, by kind; None when the account may not see it."""
    citizen_id = citizen_id or visibility_of(user).own_citizen_id
    if citizen_id not in visibility_of(user).citizen_ids:
        return None
    found = Document.objects.usable_as_proof(user, on, citizen_id=citizen_id)
    return {document.document_type.code: document for document in found}


def needs_of(program: Program, found: AvailableDocuments | None, on: date) -> Needs:
    """`found`: None when nothing may be told (nobody signed in, the screen of somebody else)."""
    return Needs([_need(program, paper, found, on) for paper in program.documents], is_told=found is not None)


def _need(program: Program, paper: dict[str, str], found: AvailableDocuments | None, on: date) -> Need:
    code = kind_of(program.code, paper["id"])
    if found is None:
        return Need(paper["fr"], code, DocumentStanding.UNTOLD)
    document = found.get(code)
    return Need(paper["fr"], code, _standing(document, on), document)


def _standing(document: Document | None, on: date) -> DocumentStanding:
    if document is None:
        return DocumentStanding.MISSING
    if document.expires_on and document.expires_on < on:
        return DocumentStanding.EXPIRED
    kind = document.document_type
    assert kind is not None  # `usable_as_proof` gives documents of a known type only
    months = kind.fresh_months
    if months and not document.expires_on and day_number(on) - day_number(document.dated_on) > months * MONTH:
        return DocumentStanding.OLD
    return DocumentStanding.TO_COMPARE if kind.is_per_request else DocumentStanding.HERE
