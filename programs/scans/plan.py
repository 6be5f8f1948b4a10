"""What a scan runs: the rules in force, compiled, each in its slot."""

from collections.abc import Mapping
from hashlib import sha256

from portal.criteria.days import day_number
from portal.criteria.nodes import leaves
from portal.criteria.sql import Sql, Uncompilable, compile_sql, join, wrap
from portal.criteria.vocabulary import FactKind
from programs.facts.models import FactDefinition
from programs.profiles.expressions import columns_of, expressions, next_crossing
from programs.programs.rulebook import published_rules
from programs.rules.horizons import changes_of, roots_of, turns_of
from programs.rules.verdicts import Rule
from programs.scans.models import ProgramSlot
from programs.scans.statements import Population, Scan


def compiled() -> dict[str, Sql]:
    """Program code → its criteria in SQL, with those of the versions to come.

    A program that has no SQL form is left out: nobody is told of it unasked (`left_out` says which)."""
    kinds = {code: kind for code, kind in FactDefinition.objects.kinds().items() if code in expressions()}
    criteria: dict[str, Sql] = {}
    for code, rule in published_rules().items():
        try:
            criteria[code] = _by_day(rule, kinds)
        except Uncompilable:
            continue
    return criteria


def left_out() -> frozenset[str]:
    """Codes of the published programs that no scan looks at: a fact of theirs has no column."""
    return frozenset(published_rules().keys() - compiled().keys())


def _by_day(rule: Rule, kinds: Mapping[str, FactKind]) -> Sql:
    """Today's criteria until the first day of the next ones. The day is always known: this CASE mistakes nothing."""
    held, until = compile_sql(rule.root, kinds), []
    for day, coming in rule.coming:
        until.append(wrap(f"WHEN f.day < {day_number(day)} THEN {{}}", held))
        held = compile_sql(coming.root, kinds)
    return wrap("CASE {} ELSE {} END", join(" ", until), held) if until else held


def digest(criteria: Sql) -> str:
    return sha256(repr(criteria).encode()).hexdigest()


def plan_of(slots: Mapping[str, int]) -> Scan:
    """The scan of these programs (code → slot number)."""
    criteria = compiled()
    rules = {code: rule for code, rule in published_rules().items() if code in criteria and code in slots}
    moving = frozenset(slots[code] for code, rule in rules.items() if rule.coming or turns_of(rule.root))
    return Scan(population_for(rules), {slots[code]: criteria[code] for code in rules}, facts_of(rules), moving)


def current_slots() -> dict[str, int]:
    return dict(ProgramSlot.objects.values_list("program__code", "number"))


def facts_of(rules: Mapping[str, Rule]) -> tuple[str, ...]:
    conditions = [leaf for root in roots_of(rules.values()) for leaf in leaves(root)]
    return columns_of(fact for leaf in conditions for fact in (leaf.fact, leaf.key) if fact)


def population_for(rules: Mapping[str, Rule]) -> Population:
    crossing = next_crossing(turns_of(*roots_of(rules.values())), "{0}")
    for number in map(day_number, changes_of(rules.values())):
        crossing = f"LEAST({crossing}, CASE WHEN {{0}} < {number} THEN {number} END)"
    return Population(expressions(), crossing=crossing)
