"""Words that stopped being identifiers (`docs/glossary.md` says what replaces each)."""

import ast
import builtins
import io
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.trees import tree_of

ROOT = Path(__file__).resolve().parent.parent
WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

BANNED = (
    "parcel", "parcels", "outlet", "outlets", "fate", "fates", "hand", "hands", "seat", "seats", "plate", "crew",
    "deed", "deeds", "desk", "desks",
    "arrival", "arrivals", "trial", "trials", "lot", "lots", "piece", "pieces",
)  # fmt: skip
SOURCES = ("portal", "messaging", "programs", "reminders", "tests")


def identifiers(path: Path) -> set[str]:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    names = {token.string for token in tokens if token.type == tokenize.NAME}
    return names | {path.stem}


def sources() -> list[Path]:
    return [path for folder in SOURCES for path in sorted((ROOT / folder).rglob("*.py"))]


@cache
def words_of(name: str) -> frozenset[str]:
    return frozenset(part.lower() for part in WORDS.findall(name))


def uses(names: set[str], word: str) -> set[str]:
    return {name for name in names if word in words_of(name)}


def test_no_identifier_uses_a_word_that_was_replaced():
    found = []
    for path in sources():
        names = identifiers(path)
        place = str(path.relative_to(ROOT))
        for word in BANNED:
            found += [f"{place}: {name}" for name in sorted(uses(names, word))]
    assert not found


@pytest.mark.parametrize("name", ["OldHand", "hand_over", "_in_hand", "HANDS"])
def test_a_replaced_word_is_seen_in_each_way_of_writing(name):
    assert uses({name}, "hand") or uses({name}, "hands")


# Names that a library gives.
SHARED = {
    "AccountAdapter",  # allauth's, then ours over it
    "ChangePhoneForm",  # allauth's, then ours over it
    "Command",  # Django's name
}


def test_a_class_is_named_once():
    places: dict[str, list[str]] = {}
    for folder in SOURCES[:-1]:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for node in tree_of(path).body:
                if isinstance(node, ast.ClassDef):
                    places.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert not {name: found for name, found in places.items() if len(found) > 1 and name not in SHARED}


RAISED = re.compile(r"Raises ([A-Z]\w+(?:(?:, | or | and )[A-Z]\w+)*)")
OF_LIBRARIES = {
    "FieldError",
    "Http404",
    "IntegrityError",
    "PermissionDenied",
    "ValidationError",
    "ImproperlyConfigured",
}


def test_what_a_docstring_says_is_raised_exists():
    trees = {path: tree_of(path) for path in sources()}
    known = {node.name for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    known |= set(dir(builtins)) | OF_LIBRARIES
    documented = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, documented)
        for names in RAISED.findall(ast.get_docstring(node) or "")
        for name in re.findall(r"[A-Z]\w+", names)
        if name not in known
    ]
    assert not wrong
