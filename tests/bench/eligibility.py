"""Our advisor in the shape that the shared speed benchmark asks for (`eligibility_*`): its forty rules, its population.

Nothing of Django: the pure rules and the statements of a scan, over the benchmark's own table of facts.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from portal.criteria.nodes import leaves
from portal.criteria.sql import Sql, compile_sql
from portal.criteria.vocabulary import FactKind
from programs.rules.verdicts import RuleOutcome, compile_rule, evaluate
from programs.scans.statements import Population, Scan

OPERATORS = {"==": "eq", "!=": "ne", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte", "in": "in", "is": "eq"}
TODAY = 0  # these facts do not age
PEOPLE_A_SLICE = 50_000  # as programs.scans.actions
TABLE = """
DROP TABLE IF EXISTS ours_standing;
CREATE TABLE ours_standing (profile_id bigint PRIMARY KEY, answers bigint[] NOT NULL, announced bigint[] NOT NULL,
    next_change int, is_news boolean NOT NULL);
CREATE INDEX ON ours_standing (profile_id) WHERE is_news;
CREATE INDEX ON ours_standing (next_change) WHERE next_change IS NOT NULL;
"""


def tree(rule: Sequence) -> dict:
    """A rule of the benchmark in our form."""
    if rule[0] in ("all", "any"):
        return {rule[0]: [tree(part) for part in rule[1:]]}
    if rule[0] == "not":
        return {"not": tree(rule[1])}
    fact, operator, value = rule
    return {"fact": fact, "op": OPERATORS[operator], "value": list(value) if operator == "in" else value}


def eligibility_setup(dsn: str | None, v: Mapping, k: Mapping, CATS: Mapping, PROGRAMS: Sequence) -> dict[str, Any]:  # noqa: N803
    """Rules compiled both ways; with a database, an empty table of standings and a proof that the answers are right."""
    rules = {code: compile_rule(tree(rule)) for code, rule in PROGRAMS}
    kinds = {fact: FactKind(fact, _type(fact, v, CATS), tuple(CATS.get(fact, ()))) for fact in v}
    read = sorted({leaf.fact for rule in rules.values() for leaf in leaves(rule.root)})
    population = Population({fact: f"p.{fact}" for fact in v}, table="situation", standing="ours_standing")
    criteria = {slot: compile_sql(rule.root, kinds) for slot, rule in enumerate(rules.values())}
    state = {"rules": rules, "dsn": dsn, "scan": Scan(population, criteria, tuple(read)), "calls": 0}
    if dsn:
        count = len(next(iter(v.values())))
        parts = max(2, count // PEOPLE_A_SLICE)
        state["cuts"] = [count * part // parts for part in range(parts + 1)]
        _prepare(state)
    return state


def eligibility_run(state: dict[str, Any]) -> None:
    """Everyone, on two connections; then everyone again; then those on the list of what changed."""
    turn = state["calls"] % 3
    state["calls"] += 1
    if turn == 2:
        _write(state, Sql("{0} IN (SELECT person_id FROM dirty)"))
        return
    if turn == 0:
        with psycopg.connect(state["dsn"]) as connection:
            connection.execute("TRUNCATE ours_standing")
    slices = [Sql("{0} > %s AND {0} <= %s", pair) for pair in zip(state["cuts"], state["cuts"][1:], strict=False)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda first: _write(state, *slices[first::2]), range(2)))


def eligibility_one(state: dict[str, Any], d: Mapping[str, Any]) -> list[tuple]:
    """Forty verdicts, each with every condition and its state."""
    known = {fact: value for fact, value in d.items() if value is not None}
    outcomes: list[RuleOutcome] = [evaluate(rule, known) for rule in state["rules"].values()]
    return [(outcome.verdict, outcome.missing, tuple(outcome.leaves())) for outcome in outcomes]


def _write(state: dict[str, Any], *slices: Sql) -> None:
    """As `programs.scans` does: a transaction a slice, on the same connection."""
    with psycopg.connect(state["dsn"], cursor_factory=psycopg.ClientCursor, autocommit=True) as connection:
        for among in slices:
            connection.execute(*state["scan"].write(among, TODAY))


def _prepare(state: dict[str, Any]) -> None:
    """The table; and each program's count of eligible people beside the one that plain SQL gives."""
    with psycopg.connect(state["dsn"], autocommit=True) as connection:
        connection.execute(TABLE)
        for turn in range(2):
            state["calls"] = turn
            eligibility_run(state)
        for slot, criteria in state["scan"].criteria.items():
            word, bit = slot // 31 + 1, 1 << 2 * (slot % 31)
            result = connection.execute("SELECT count(*) FROM ours_standing WHERE answers[%s] & %s <> 0", (word, bit))
            true = psycopg.ClientCursor(connection).execute(
                f"SELECT count(*) FROM situation WHERE {criteria.text}",  # noqa: S608
                criteria.values,
            )
            assert result.fetchone() == true.fetchone(), slot
    state["calls"] = 0


def _type(fact: str, v: Mapping, categories: Mapping) -> str:
    if fact in categories:
        return "choice"
    return "bool" if v[fact].dtype == bool else "int"
