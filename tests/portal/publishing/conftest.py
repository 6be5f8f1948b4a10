"""One noun of each kind that is published, so that each rule of the ledger is asked of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from portal.access.permissions import Role
from portal.access.visibility import forget_visibility
from portal.clock import now
from portal.publishing import actions
from portal.publishing.adapters import ContentAdapter, adapter_of
from portal.publishing.models import Version
from portal.publishing.reading import content_to_edit
from portal.questions.models import Question
from portal.staff.roles import give_role
from programs.programs.models import Program
from reminders.kinds.content import Content
from reminders.kinds.models import DeadlineKind


@dataclass(frozen=True)
class Ledger:
    """A published subject of the SAAQ, and how its draft is given another title. `by` administers it."""

    subject: Any
    renamed: Callable[[Any, str], Any]
    by: Any
    second: Any

    @property
    def adapter(self) -> ContentAdapter:
        return adapter_of(type(self.subject))

    def draft(self, title: str) -> Version:
        """Another title, written by `by`."""
        draft = self.subject.versions.open().first()
        content = self.renamed(content_to_edit(self.subject), title)
        return actions.write(subject=self.subject, content=content, revision=draft.revision if draft else 0, by=self.by)

    def title(self) -> str:
        """What people read now."""
        self.subject.refresh_from_db()
        return getattr(self.subject, self.adapter.title)


def _column(content: dict[str, Any], name: str, title: str) -> dict[str, Any]:
    return content | {name: title}


RENAMED: dict[type, Callable[[Any, str], Any]] = {
    Program: lambda content, title: _column(content, "name_fr", title),
    Question: lambda content, title: _column(content, "question_fr", title),
    DeadlineKind: lambda content, title: Content(_column(content.columns, "title_fr", title), content.steps),
}


@pytest.fixture
def second(people, saaq):
    """Another administrator of the SAAQ."""
    give_role(user=people["daniel"], role=Role.ADMINISTRATOR, organization=saaq, by=None)
    forget_visibility(people["daniel"])
    return people["daniel"]


@pytest.fixture
def question(saaq, saaq_administrator):
    """Published before there were versions."""
    words = {"question_fr": "Où aller?", "answer_fr": "Au comptoir."}
    return Question.objects.create(**words, organization=saaq, author=saaq_administrator, published_at=now())


SUBJECTS = {
    Program: lambda request: Program.objects.get(code="indemnites-saaq"),
    DeadlineKind: lambda request: DeadlineKind.objects.get(code="permis-conduire-paiement"),
    Question: lambda request: request.getfixturevalue("question"),
}


@pytest.fixture(params=SUBJECTS, ids=lambda model: model.__name__)
def ledger(request, people, saaq_administrator, second):
    subject = SUBJECTS[request.param](request)
    return Ledger(subject, RENAMED[request.param], saaq_administrator, second)
