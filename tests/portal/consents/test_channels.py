"""The registry of channels: one definition, from which lists and the choices of columns derive."""

import ast
import copy
import pickle
import re
from pathlib import Path

import pytest
from django.apps import apps

from portal.consents.channels import Channel

ROOT = Path(__file__).resolve().parents[3]
CODES = ["inbox", "email", "sms", "letter", "phone"]


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(Channel, "_registered", dict(Channel._registered))


def test_channels_are_listed_in_the_order_in_which_they_are_tried():
    assert [channel.value for channel in Channel] == Channel.values == CODES


def test_lists_derive_from_each_description():
    assert Channel.outside() == ["email", "sms", "letter", "phone"] and Channel.digital() == ["inbox", "email", "sms"]
    assert [channel for channel in Channel if channel.is_last_resort] == ["letter", "phone"]


def test_a_registered_channel_takes_its_place_everywhere(registry):
    push = Channel.register("push", "par notification", rank=25, is_digital=True)
    assert Channel.values == ["inbox", "email", "sms", "push", "letter", "phone"]
    assert Channel("push") is push and "push" in Channel.digital() and push in Channel.outside()


def test_every_column_of_a_channel_accepts_one_that_is_registered_later(registry):
    Channel.register("push", "par notification", rank=25)
    columns = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.name == "channel" and "letter" in dict(getattr(field, "flatchoices", ()))
    ]
    assert len(columns) == 5 and all(dict(field.flatchoices)["push"] == "par notification" for field in columns)


@pytest.mark.parametrize("code", ["", "Push", "a-b", "x'; --", "a" * 17])
def test_a_code_that_would_not_fit_a_statement_or_a_column_is_refused(code, registry):
    with pytest.raises(ValueError, match="cannot be registered"):
        Channel.register(code, "", rank=25)


def test_two_channels_never_share_a_place(registry):
    with pytest.raises(ValueError, match="cannot be registered"):
        Channel.register("push", "", rank=Channel.SMS.rank)


def test_a_code_that_nothing_registered_is_no_channel():
    with pytest.raises(ValueError, match="pigeon"):
        Channel("pigeon")


def test_a_copy_of_a_channel_is_the_channel():
    assert pickle.loads(pickle.dumps(Channel.SMS)) is Channel.SMS is copy.deepcopy(Channel.SMS)


def enumerations(source: str) -> list[int]:
    """Lines of lists, tuples, sets and conditions of SQL that name three channels or more."""
    lines = [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.List | ast.Tuple | ast.Set) and len({_channel(one) for one in node.elts} - {""}) >= 3
    ]
    codes = "|".join(CODES)
    in_sql = re.compile(rf"'({codes})'(, '({codes})'){{2,}}")
    return sorted({*lines, *(source[: found.start()].count("\n") + 1 for found in in_sql.finditer(source))})


def _channel(node: ast.expr) -> str:
    """The channel that an expression names, `Channel.SMS`, `Channel.SMS.value` or "sms"; else ""."""
    if isinstance(node, ast.Constant):
        return node.value if node.value in CODES else ""
    names = [part.attr.lower() for part in ast.walk(node) if isinstance(part, ast.Attribute)]
    is_channel = any(isinstance(part, ast.Name) and part.id == "Channel" for part in ast.walk(node))
    return next((name for name in names if is_channel and name in CODES), "")


def test_channels_are_enumerated_nowhere_else():
    sources = [path for app in ("portal", "messaging", "programs", "reminders") for path in (ROOT / app).rglob("*.py")]
    found = {str(path.relative_to(ROOT)): enumerations(path.read_text(encoding="utf-8")) for path in sources}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "source",
    [
        "X = ('email', 'sms', 'letter')",
        "X = [Channel.EMAIL, Channel.SMS, Channel.PHONE]",
        '''X = "IN ('sms', 'inbox', 'email')"''',
    ],
)
def test_an_enumeration_is_seen_in_each_way_of_writing(source):
    assert enumerations(source) == [1]
