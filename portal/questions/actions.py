"""Starting, importing and retiring frequent questions; the ledger (`portal/publishing`) does the rest."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal import clock
from portal.audit.actions import record
from portal.catalogue.actions import put, remove
from portal.organizations.models import Organization
from portal.publishing import actions as ledger
from portal.publishing.adapters import adapter_of
from portal.questions.adapter import line_of
from portal.questions.models import Question
from portal.questions.reference import QUESTIONS

if TYPE_CHECKING:
    from portal.people.models import User


@transaction.atomic
def start(*, organization: Organization | None, words: Mapping[str, Any], by: "User") -> Question:
    """A question and its answer, as a draft: nobody else reads it until it is published."""
    adapter = adapter_of(Question)
    content = adapter.anew(words)
    return ledger.start(adapter=adapter, organization=organization, columns=content, content=content, by=by)


@transaction.atomic
def retire(*, question: Question, by: "User") -> Question:
    """It leaves the public page and the search, and what was to replace it later is taken back; what was said stays on
    record. Publishing it again brings it back."""
    if Question.objects.published().filter(pk=question.pk).update(retired_at=clock.now(), retired_by=by):
        record("question.retired", by=by, subject=question, organization=question.organization)
        remove(subjects=[question])
        for version in question.versions.coming():
            ledger.discard(version=version, by=by)
    question.refresh_from_db()
    return question


@transaction.atomic
def import_questions(*, by: "User | None") -> int:
    """The portal's own first questions; what was written since is left. Returns how many are new."""
    known = set(Question.objects.filter(organization=None).values_list("question_fr", flat=True))
    missing = [(str(asked), str(answer)) for asked, answer in QUESTIONS if str(asked) not in known]
    for position, (asked, answer) in enumerate(missing):
        at = clock.now()
        words = {"question_fr": asked, "answer_fr": answer, "position": position}
        question = Question.objects.create(**words, author=by, updated_at=at, published_at=at)
        record("question.imported", by=by, subject=question)
        put(lines=[line_of(question)])
    return len(missing)
