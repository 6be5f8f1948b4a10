"""`docs/api.md` cannot lie: each command is run in order, and answers what the document shows under it."""

import datetime as dt
import json
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from portal.api.actions import make
from portal.clock import now
from portal.dossier_type_versions.actions import import_dossier_types
from portal.webhooks.signing import CALL, SIGNATURE, TIMESTAMP, new_secret, signed
from reminders.demonstration.seeds import offer
from reminders.imported_deadlines.actions import link
from reminders.invitations.models import Invitation
from reminders.kinds.actions import import_deadlines

pytestmark = pytest.mark.django_db
DOCUMENT = (Path(settings.BASE_DIR) / "docs/api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", DOCUMENT, re.M | re.S)


def commands() -> list[tuple[str, Any]]:
    """(command, the answer shown under it or None)."""
    found = []
    for place, (language, text) in enumerate(BLOCKS):
        if not language and text.startswith("curl "):
            follows = BLOCKS[place + 1] if place + 1 < len(BLOCKS) else ("", "")
            found.append((text, json.loads(follows[1]) if follows[0] == "json" else None))
    return found


def run(command: str, token: str):
    """What curl would send, by the options that the document uses; an unknown one fails."""
    variables = {"$TOKEN": token, "$RELAIS": "http://localhost:8000/api/v1"}
    words = shlex.split(command.replace("\\\n", " "))
    method, headers, body, url, at = "GET", {}, "", "", 1
    while at < len(words):
        word = words[at]
        if word in ("-X", "-H", "-d"):
            at += 1
            value = words[at]
            for name, known in variables.items():
                value = value.replace(name, known)
            if word == "-X":
                method = value
            elif word == "-d":
                body = value
            else:
                name, _, held = value.partition(": ")
                headers[name] = held
        elif word != "-s":
            assert word.startswith("$RELAIS/") and not url, word
            url = word.replace("$RELAIS", variables["$RELAIS"])
        at += 1
    content_type = headers.pop("Content-Type", "")
    address = urlsplit(url)
    return Client().generic(method, f"{address.path}?{address.query}", body, content_type=content_type, headers=headers)


@pytest.fixture
def token(people, saaq, saaq_administrator) -> str:
    """As the demonstration leaves it: the kind published, Amélie's number linked."""
    cache.clear()
    import_deadlines(by=None)
    offer("permis-conduire-paiement", by=saaq_administrator)
    import_dossier_types(by=None)
    link(citizen=people["amelie"].citizen, organization=saaq, number="A-100", how="agent", by=people["alain"])
    in_a_month = now() + dt.timedelta(days=30)
    scopes = ["deadlines:read", "deadlines:write", "dossiers:read", "dossiers:write"]
    return make(organization=saaq, name="x", scopes=scopes, expires_at=in_a_month, by=saaq_administrator)[1]


def test_every_command_answers_what_the_document_shows(token):
    result = commands()
    assert len(result) == 16
    for command, shown in result:
        answer = run(command, token)
        assert answer.status_code == (shown or {}).get("status", 200), (command, answer.content)
        if shown is not None:
            assert answer.json() == shown, command
    assert Invitation.objects.get().state == "to_print"


def test_sending_again_changes_nothing_as_it_says(token):
    put = commands()[1][0]
    assert [run(put, token).json()["result"] for _ in range(2)] == ["created", "unchanged"]


def test_the_snippet_believes_our_calls_and_no_others():
    snippet = next(text for language, text in BLOCKS if language == "python")
    room: dict[str, Any] = {}
    exec(snippet, room)  # noqa: S102 - the document's own lines
    is_from_relais = room["is_from_relais"]
    first, second, other = new_secret(), new_secret(), new_secret()
    body, at = b'{"type": "deadline.done"}', dt.datetime.now(dt.UTC)
    headers = signed(secrets=[first, second], call="c", at=at, body=body)
    assert is_from_relais(first, headers, body) and is_from_relais(second, headers, body)
    assert not is_from_relais(other, headers, body)
    assert not is_from_relais(first, headers, body + b" ")
    assert not is_from_relais(first, headers | {CALL: "d"}, body)
    stale = signed(secrets=[first], call="c", at=at - dt.timedelta(hours=1), body=body)
    assert not is_from_relais(first, stale, body)


def test_the_headers_named_are_those_sent():
    for name in (TIMESTAMP, SIGNATURE, CALL):
        assert f"`{name}`" in DOCUMENT
