"""A question of the SAAQ that the public reads."""

import pytest

from portal.publishing.actions import write
from portal.publishing.releases import publish
from portal.questions.actions import start

WORDS = {"question_fr": "Mon permis est perdu, que faire?", "answer_fr": "Allez au comptoir."}


def rewritten(question, by, **words):
    """A draft of other words."""
    draft = question.versions.open().first()
    return write(subject=question, content=words, revision=draft.revision if draft else 0, by=by)


def put_in_force(question, by, **words):
    return publish(version=rewritten(question, by, **words), by=by).question


@pytest.fixture
def begun(saaq, saaq_administrator):
    """A draft that nobody else has read."""
    return start(organization=saaq, words=WORDS, by=saaq_administrator)


@pytest.fixture
def asked(begun, saaq_administrator):
    return publish(version=begun.versions.get(), by=saaq_administrator).question
