"""Writing and retiring frequent questions; the catalogue follows."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from portal import clock
from portal.audit.actions import record
from portal.catalogue.actions import IndexLine, put, remove
from portal.catalogue.models import CatalogueEntry
from portal.questions.models import Question
from portal.questions.reference import QUESTIONS

if TYPE_CHECKING:
    from portal.people.models import User

WORDS = ("organization", "question_fr", "answer_fr", "question_en", "answer_en", "position")


@transaction.atomic
def write(*, question: Question, words: Mapping[str, object], by: "User | None") -> Question:
    """A new question, or new words for one. `words`: some of `WORDS`."""
    for name, value in words.items():
        if name in WORDS:
            setattr(question, name, value)
    question.updated_at, question.author = clock.now(), by
    question.save()
    record("question.written", by=by, subject=question, organization=question.organization)
    if question.retired_at is None:
        put(lines=[_line(question)])
    return question


@transaction.atomic
def retire(*, question: Question, by: "User") -> Question:
    """It leaves the public page and the search; what was said stays on record."""
    if Question.objects.published().filter(pk=question.pk).update(retired_at=clock.now(), retired_by=by):
        record("question.retired", by=by, subject=question, organization=question.organization)
        remove(subjects=[question])
    question.refresh_from_db()
    return question


@transaction.atomic
def import_questions(*, by: "User | None") -> int:
    """The portal's own first questions; what was written since is left. Returns how many are new."""
    known = set(Question.objects.filter(organization=None).values_list("question_fr", flat=True))
    missing = [(str(asked), str(answer)) for asked, answer in QUESTIONS if str(asked) not in known]
    for position, (asked, answer) in enumerate(missing):
        write(question=Question(), words={"question_fr": asked, "answer_fr": answer, "position": position}, by=by)
    return len(missing)


def _line(question: Question) -> IndexLine:
    return IndexLine(
        section=CatalogueEntry.Section.QUESTION,
        subject=question,
        title=question.question_fr,
        summary=question.answer_fr,
        address=question.get_absolute_url(),
        organization=question.organization,
    )
