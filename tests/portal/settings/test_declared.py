"""One list of settings: what is read is declared, what is declared is read, and both documents follow."""

import ast
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.environment import guide, reading
from portal.environment.declared import SETTINGS

ROOT = Path(__file__).resolve().parents[3]


def test_the_example_is_made_from_the_list() -> None:
    assert guide.EXAMPLE.read_text() == guide.example()


def test_the_guide_is_made_from_the_list() -> None:
    text = guide.GUIDE.read_text()
    assert guide.BEGIN in text
    assert text == guide.guide(text)


def test_each_declared_setting_is_read_and_no_other() -> None:
    tree = ast.parse((ROOT / "portal/settings.py").read_text())
    read = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(getattr(node.func, "value", None), "id", "") == "reading"
        and node.args
    }
    assert read == SETTINGS.keys()


@pytest.mark.parametrize("value", ["oui", "y", "t", "2", "vrai"])
def test_a_yes_that_is_not_understood_is_refused(monkeypatch, value: str) -> None:
    monkeypatch.setenv("BEHIND_PROXY", value)
    with pytest.raises(ImproperlyConfigured, match="BEHIND_PROXY must be 1 or 0"):
        reading.flag("BEHIND_PROXY")


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("on", True), ("TRUE", True), ("0", False), ("", False)])
def test_a_yes_and_a_no(monkeypatch, value: str, meant: bool) -> None:
    monkeypatch.setenv("BEHIND_PROXY", value)
    assert reading.flag("BEHIND_PROXY") is meant


@pytest.mark.parametrize("value", ["abc", "0", "-1", "1.5", "１", "1e3"])
def test_a_number_that_is_not_understood_is_refused(monkeypatch, value: str) -> None:
    monkeypatch.setenv("TWO_PERSONS_ABOVE", value)
    with pytest.raises(ImproperlyConfigured, match="TWO_PERSONS_ABOVE"):
        reading.number("TWO_PERSONS_ABOVE")


def test_all_that_is_wrong_is_said_at_once(monkeypatch) -> None:
    for name in ("DEMO", "HELP_PHONE", "BROKER_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TWO_PERSONS_ABOVE", "abc")
    with pytest.raises(ImproperlyConfigured) as caught:
        reading.check()
    assert all(name in str(caught.value) for name in ("HELP_PHONE", "BROKER_URL", "TWO_PERSONS_ABOVE"))


def test_the_demonstrations_help_line_is_its_own(monkeypatch) -> None:
    monkeypatch.delenv("HELP_PHONE", raising=False)
    monkeypatch.setenv("DEMO", "0")
    assert reading.text("HELP_PHONE") == ""
