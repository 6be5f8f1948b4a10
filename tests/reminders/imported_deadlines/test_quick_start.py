"""`docs/api.md` cannot lie: each command is run in order, and answers what the document shows under it."""

import datetime as dt
import hashlib
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

from portal.clock import now
from reminders.api.actions import make
from reminders.demonstration.seeds import offer
from reminders.imported_deadlines.actions import link
from reminders.invitations.models import Invitation
from reminders.kinds.actions import import_deadlines
from reminders.webhooks.signing import CALL, SIGNATURE, TIMESTAMP, signature_of

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
    return Client().generic(method, urlsplit(url).path, body, content_type=content_type, headers=headers)


@pytest.fixture
def token(people, saaq, saaq_administrator) -> str:
    """As the demonstration leaves it: the kind published, Amélie's number linked."""
    cache.clear()
    import_deadlines(by=None)
    offer("permis-conduire-paiement", by=saaq_administrator)
    link(citizen=people["amelie"].citizen, organization=saaq, number="A-100", how="agent", by=people["alain"])
    in_a_month = now() + dt.timedelta(days=30)
    scopes = ["deadlines:read", "deadlines:write"]
    return make(organization=saaq, name="x", scopes=scopes, expires_at=in_a_month, by=saaq_administrator)[1]


def test_every_command_answers_what_the_document_shows(token):
    result = commands()
    assert len(result) == 8
    for command, shown in result:
        answer = run(command, token)
        assert answer.status_code == 200, (command, answer.content)
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
    body, timestamp = b'{"event": "done"}', str(int(dt.datetime.now(dt.UTC).timestamp()))
    headers = {TIMESTAMP: timestamp, SIGNATURE: signature_of(secret="s", timestamp=timestamp, body=body)}
    assert is_from_relais("s", headers, body)
    assert not is_from_relais("t", headers, body)
    assert not is_from_relais("s", headers, body + b" ")
    old = str(int(timestamp) - 3600)
    stale = {TIMESTAMP: old, SIGNATURE: signature_of(secret="s", timestamp=old, body=body)}
    assert not is_from_relais("s", stale, body)
    bare = hashlib.sha256(b"s" + body).hexdigest()
    assert not is_from_relais("s", headers | {SIGNATURE: f"v1={bare}"}, body)


def test_the_headers_named_are_those_sent():
    for name in (TIMESTAMP, SIGNATURE, CALL):
        assert f"`{name}`" in DOCUMENT
