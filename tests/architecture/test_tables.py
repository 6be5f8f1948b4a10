"""A table by an enumeration has a row for each of its members: the one that is missing breaks a page, years later."""

import ast
import enum
import importlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.consents.models import Purpose
from portal.dossier_types.stages import DecisionOutcome
from portal.notices.models import Notice
from programs.facts.models import FactDefinition
from reminders.first_steps import steps
from tests.architecture.trees import ROOT, sources, tree_of

OF_MANDATES = {name for name in Notice.Kind.names if name.startswith(("MANDATE_", "CHILD_"))} - {"MANDATE_DECLINED"}
NOT_OF_MANDATES = {
    "MESSAGE",
    "DOCUMENT",
    "FINDING",
    "REQUEST",
    "TEST_MESSAGE",
    "CHOICES",
    "DEATH",
    "DEATH_UNDONE",
    "DATE_REMOVED",
    "NUMBER_LINKED",
    "NUMBER_UNLINKED",
    "MANDATE_DECLINED",
    "HELPED_REMINDED",
    "PERSONAL",
    "DOSSIER",
    "DECISION",
    "DOSSIER_LATE",
}
PARTIAL = {
    # Answered before the table is read.
    ("portal/access/middleware.py", "Policy"): {"PUBLIC", "TOKEN"},
    ("reminders/inbox/mandate_words.py", "Notice.Kind"): NOT_OF_MANDATES,
    ("programs/program_versions/explaining.py", "Verdict"): {"ELIGIBLE"},
    # Every value of the others is fit.
    ("portal/environment/reading.py", "ValueKind"): {"TEXT", "LIST"},
    # What the pages of agents tell of.
    ("portal/notices/ways.py", "Purpose"): set(Purpose.names) - {"FILE_NEWS", "FOLLOW", "SEND_DOCUMENT"},
    # The others are no draft.
    ("portal/publishing/sections.py", "Version.State"): {"SCHEDULED", "PUBLISHED", "REPLACED", "DISCARDED"},
    # Nobody is given that role by a file.
    ("portal/staff/importing.py", "Role"): {"OPERATOR"},
    # The others have the words of their rule.
    ("reminders/deadlines/asking.py", "DeadlineKind.Nature"): {
        "EXPIRY",
        "PAYMENT_DUE",
        "REGISTRATION_WINDOW",
        "REPLY_DUE",
        "APPLICATION_LIMIT",
    },
    # Chosen in a page of its own.
    ("reminders/preferences/wordings.py", "Purpose"): {"ADVICE"},
}
"""Of a file's tables by an enumeration, the members that may be missing: a new one is decided here."""
WRITTEN_OUT: dict[str, Iterable[str]] = {
    "portal.criteria.editor.criterion_form._OFFERED": FactDefinition.Type.values,
    "portal.criteria.vocabulary._READERS": FactDefinition.Type.values,
    "programs.facts.forms.FORMS": FactDefinition.Type.values,
    "reminders.first_steps.views.PAGES": steps.ORDER,
    "reminders.letters.dossier_blocks._OUTCOMES": DecisionOutcome.values,
}
"""Tables by values, which no reading of the code tells from others."""


def tables(path: Path, root: Path) -> Iterator[tuple[int, list[enum.Enum]]]:
    """Each dict of a module whose keys are members of one enumeration, with its line."""
    tree = tree_of(path)
    found = {
        node: scope
        for scope in [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
        for node in ast.walk(scope)
        if isinstance(node, ast.Dict) and len(node.keys) > 1 and all(isinstance(k, ast.Attribute) for k in node.keys)
    }
    if not found:
        return
    module = importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"))
    for node, scope in found.items():
        names = vars(module) | vars(getattr(module, getattr(scope, "name", ""), object))
        keys = [_value(key, names) for key in node.keys]
        if isinstance(keys[0], enum.Enum) and len({type(key) for key in keys}) == 1:
            yield node.lineno, keys


def _value(expression: Any, names: dict[str, Any]) -> Any:
    """What an attribute stands for; None for one of a local name."""
    try:
        return eval(compile(ast.Expression(expression), "key", "eval"), dict(names))  # noqa: S307 (our own code)
    except (AttributeError, NameError):
        return None


def faults(path: Path, root: Path = ROOT) -> Iterator[str]:
    name = path.relative_to(root).as_posix()
    for line, keys in tables(path, root):
        kind = type(keys[0])
        missing = {member.name for member in kind} - {key.name for key in keys}
        if missing - PARTIAL.get((name, kind.__qualname__), set()):
            yield f"{name}:{line} {kind.__qualname__}: {', '.join(sorted(missing))}"


def test_each_table_by_an_enumeration_has_all_its_members():
    """A new member makes this fail: give it its row, or say in `PARTIAL` why it has none."""
    assert [fault for path in sources(ROOT) for fault in faults(path)] == []


def test_what_is_not_about_a_mandate_is_all_the_rest():
    assert set(Notice.Kind.names) == OF_MANDATES | NOT_OF_MANDATES


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_a_table_by_values_has_them_all(name):
    module, _dot, table = name.rpartition(".")
    assert set(getattr(importlib.import_module(module), table)) == set(map(str, WRITTEN_OUT[name]))


def test_a_table_without_one_of_its_members_is_seen(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    path = tmp_path / "some_table.py"
    path.write_text(
        "import enum\nclass Kind(enum.Enum):\n    ONE = 1\n    TWO = 2\n    THREE = 3\n"
        "WORDS = {Kind.ONE: 'one', Kind.TWO: 'two'}\n"
    )
    assert list(faults(path, tmp_path)) == ["some_table.py:6 Kind: THREE"]
