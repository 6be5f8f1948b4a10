"""What the ledger knows of a frequent question."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.catalogue.actions import IndexLine, put
from portal.catalogue.models import CatalogueEntry
from portal.foundation.formats.differences import Change
from portal.publishing.adapters import ColumnsAdapter, Release
from portal.questions.content import COLUMNS, LABELS, QuestionRemark, compare, faults
from portal.questions.models import Question, QuestionVersion
from portal.questions.schema import QuestionContent

if TYPE_CHECKING:
    from portal.people.models import User


class QuestionAdapter(ColumnsAdapter):
    """One person publishes: an answer concerns whoever reads it, and takes nothing from anybody."""

    versions = QuestionVersion
    verb = "question"
    permission = Permission.WRITE_ANSWERS
    title = "question_fr"
    columns = COLUMNS
    schema = QuestionContent
    can_wait = True

    def require(self, by: "User", organization_id: Any) -> None:
        """The portal’s own questions are its operators’."""
        if organization_id is not None:
            super().require(by, organization_id)
        elif not visibility_of(by).may_everywhere(self.permission):
            raise PermissionDenied

    def compare(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[Change]:
        return compare(before, after)

    def remarks(self, subject: Question, content: Mapping[str, Any]) -> Iterable[QuestionRemark]:
        for name, reason in faults(content):
            yield QuestionRemark(f"{LABELS[name]}\u00a0: {reason}")
        if Question.objects.asked_elsewhere(subject, content["question_fr"]).exists():
            yield QuestionRemark(_("Cette question est déjà posée : modifiez sa réponse."))

    def released_before(self, subject: Question) -> Release | None:
        return Release(subject.updated_at, subject.author) if subject.published_at else None

    def is_unread(self, subject: Question) -> bool:
        """One that was retired was read."""
        return subject.published_at is None and super().is_unread(subject)

    def follow_draft(self, subject: Question, content: Mapping[str, Any]) -> None:
        if subject.published_at is None:
            self.put_on(subject, content)
            subject.save(update_fields=[*COLUMNS])

    def put_in_force(self, version: QuestionVersion, by: "User | None", at: dt.datetime) -> dict[str, Any]:
        """One that was retired is public again."""
        question = version.question
        self.put_on(question, version.content)
        question.published_at, question.updated_at, question.author = question.published_at or at, at, by
        question.retired_at = question.retired_by = None
        question.save()
        return version.content

    def announce(self, subject: Question, at: dt.datetime) -> None:
        put(lines=[line_of(subject)])


def line_of(question: Question) -> IndexLine:
    return IndexLine(
        section=CatalogueEntry.Section.QUESTION,
        subject=question,
        title=question.question_fr,
        summary=question.answer_fr,
        address=question.get_absolute_url(),
        organization=question.organization,
    )
