"""A statement in raw SQL names only tables of its own app or of apps before it."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from django.apps import apps as django_apps

from tests.architecture.trees import ROOT, app_of, is_above, order, sources, tree_of, write

_STATEMENT = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|FROM|JOIN)\b")
_COMMENT = re.compile(r"--.*")
# Reminders are planned and released from what deadlines say, and deadlines plan them: two nouns that know each other.
# The foreign key from a reminder to its deadline is the same knot. (Directory of the statement, table.)
KNOTS = {
    ("reminders.reminders", "deadlines_deadline"),
    ("reminders.deliveries", "deadlines_deadline"),
}


def tables() -> dict[str, str]:
    """Table → app that has it."""
    models = django_apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model._meta.app_config.name for model in models if not model._meta.proxy}


def upward_tables(root: Path, apps: Sequence[str], known: Mapping[str, str]) -> set[tuple[str, str, str]]:
    """(file, app, table) of each table that stands above the app of the statement."""
    names = re.compile(rf"\b({'|'.join(sorted(map(re.escape, known), key=len, reverse=True))})\b")
    return {
        (str(path.relative_to(root)), own, table)
        for path in [*sources(root), *sources(root, ".sql")]
        for own in [app_of(path, root)]
        for text in _statements(path)
        for table in names.findall(text)
        if is_above(known[table], own, apps)
    }


def _statements(path: Path) -> Iterator[str]:
    if path.suffix == ".sql":
        yield _COMMENT.sub("", path.read_text(encoding="utf-8"))
        return
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _STATEMENT.search(node.value):
            yield node.value


def test_a_statement_names_only_what_stands_below():
    found = upward_tables(ROOT, order(), tables())
    assert {one for one in found if one[1:] not in KNOTS} == set()


def test_no_knot_is_listed_that_is_no_more():
    assert {one[1:] for one in upward_tables(ROOT, order(), tables())} == KNOTS


def test_an_upward_table_is_found(tmp_path):
    write(
        tmp_path,
        portal__low__statements='SQL = "SELECT id FROM high_thing"\nWORDS = "high_thing"\n',
        portal__high__statements='SQL = "SELECT id FROM low_thing"\n',
    )
    (tmp_path / "portal/low/sql").mkdir()
    (tmp_path / "portal/low/sql/one.sql").write_text("-- high_thing is only spoken of\nSELECT 1\n  JOIN high_thing h\n")
    found = upward_tables(
        tmp_path, ["portal.low", "portal.high"], {"high_thing": "portal.high", "low_thing": "portal.low"}
    )
    assert found == {
        ("portal/low/statements.py", "portal.low", "high_thing"),
        ("portal/low/sql/one.sql", "portal.low", "high_thing"),
    }
