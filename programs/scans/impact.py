"""How many people would gain or lose a program by a publication, counted over the profiles before anything is written.

One pass of SQL, in bounded time: an administrator waits for the page, and citizens must not wait for them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction

from portal import clock
from portal.criteria.days import day_number
from portal.criteria.nodes import BadCriteria, leaves, read_tree
from portal.criteria.sql import Sql, Uncompilable, compile_sql, wrap
from portal.criteria.vocabulary import FactKind
from programs.facts.models import FactDefinition
from programs.profiles.expressions import columns_of, expressions
from programs.programs.models import Program
from programs.scans.statements import Population, Scan

PATIENCE = dt.timedelta(seconds=3)
_TIMEOUT = "SELECT set_config('statement_timeout', %s, true)"
_COUNT = """
SELECT count(*) FILTER (WHERE v.answers[1] & 5 = 4), count(*) FILTER (WHERE v.answers[1] & 5 = 1), count(*)
  FROM ({}) v"""
"""Slot 0: the criteria in force (bit 1 when met); slot 1: the new ones (bit 4 when met)."""


@dataclass(frozen=True)
class Impact:
    """Of those who asked to be told of programs. `is_counted`: False when time ran out."""

    gain: int = 0
    lose: int = 0
    people: int = 0
    is_counted: bool = True
    is_scanned: bool = True
    """False: a fact of the criteria has no column, so nobody is told of the program unasked."""


def impact_of(program: Program, content: Mapping[str, Any]) -> Impact:
    """What publishing `content` today would change. Criteria that cannot be read change nothing: they are refused."""
    kinds = {code: kind for code, kind in FactDefinition.objects.kinds().items() if code in expressions()}
    try:
        before = _compiled(program.criteria, kinds) if program.is_published else Sql("FALSE")
        after = _compiled(content["criteria"], kinds)
    except (Uncompilable, BadCriteria):
        return Impact(is_scanned=False)
    read = _facts(content["criteria"]) | (_facts(program.criteria) if program.is_published else set())
    scan = Scan(Population(expressions()), {0: before, 1: after}, columns_of(read))
    source = Sql("profiles_profile p CROSS JOIN (SELECT %s::int AS day) at", (day_number(clock.today()),))
    try:
        return Impact(*_counted(wrap(_COUNT, scan.select(source, "NULL::int"))))
    except OperationalError:  # the database gave up: PATIENCE
        return Impact(is_counted=False)


def _counted(statement: Sql) -> tuple[int, int, int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        (former,) = cursor.fetchone()
        cursor.execute(_TIMEOUT, [f"{PATIENCE // dt.timedelta(milliseconds=1)}ms"])
        cursor.execute(*statement)
        counts = cursor.fetchone()
        cursor.execute(_TIMEOUT, [former])
        return counts


def _compiled(criteria: Any, kinds: Mapping[str, FactKind]) -> Sql:
    return compile_sql(read_tree(criteria), kinds)


def _facts(criteria: Any) -> set[str]:
    return {fact for leaf in leaves(read_tree(criteria)) for fact in (leaf.fact, leaf.key) if fact}
