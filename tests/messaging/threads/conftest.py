"""A conversation, through the real actions."""

import uuid
from collections.abc import Callable

import pytest

from messaging.threads import actions
from messaging.threads.models import Message, Thread

CANARY = "canari-9c41: mon numéro est 123"


@pytest.fixture
def start(amelie, saaq_team) -> Callable[..., Thread]:
    """`start()`: Amélie writes to the team; any argument of the action can be given."""

    def make(**given) -> Thread:
        by = given.pop("by", amelie)
        defaults = {"citizen": amelie.citizen, "team": saaq_team, "subject": "Objet canari", "body": CANARY}
        return actions.write(by=by, key=uuid.uuid4(), **{**defaults, **given})

    return make


@pytest.fixture
def answer(saaq_agent) -> Callable[..., Message]:
    """`answer(thread)`: the team's agent answers."""

    def make(thread: Thread, **given) -> Message:
        defaults = {"by": saaq_agent, "author_kind": "agent", "body": "Voici votre réponse.", "key": uuid.uuid4()}
        return actions.reply(thread=thread, **{**defaults, **given})

    return make
