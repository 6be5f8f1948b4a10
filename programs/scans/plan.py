"""What a scan runs: the rules in force, compiled, each in its slot."""

from collections.abc import Mapping
from hashlib import sha256

from programs.facts.models import FactDefinition
from programs.profiles.expressions import expressions, next_crossing
from programs.programs.rulebook import published_rules
from programs.rules.horizons import turns_of
from programs.rules.nodes import leaves
from programs.rules.sql import Sql, Uncompilable, compile_sql
from programs.rules.verdicts import Rule
from programs.scans.models import Slot
from programs.scans.statements import Population, Scan


def compiled() -> dict[str, Sql]:
    """Program code → its criteria in SQL; a program that has no SQL form is left out: nobody is told of it unasked."""
    kinds = {code: kind for code, kind in FactDefinition.objects.kinds().items() if code in expressions()}
    criteria: dict[str, Sql] = {}
    for code, rule in published_rules().items():
        try:
            criteria[code] = compile_sql(rule.root, kinds)
        except Uncompilable:
            continue
    return criteria


def digest(criteria: Sql) -> str:
    return sha256(repr(criteria).encode()).hexdigest()


def plan_of(slots: Mapping[str, int]) -> Scan:
    """The scan of these programs (code → slot number)."""
    criteria = compiled()
    rules = {code: rule for code, rule in published_rules().items() if code in criteria and code in slots}
    return Scan(population_for(rules), {slots[code]: criteria[code] for code in rules}, facts_of(rules))


def current_slots() -> dict[str, int]:
    return dict(Slot.objects.values_list("program__code", "number"))


def facts_of(rules: Mapping[str, Rule]) -> tuple[str, ...]:
    read = {fact for rule in rules.values() for leaf in leaves(rule.root) for fact in (leaf.fact, leaf.key) if fact}
    return tuple(sorted(read))


def population_for(rules: Mapping[str, Rule]) -> Population:
    turns = turns_of(*(rule.root for rule in rules.values()))
    return Population(expressions(), crossing=next_crossing(turns, "{0}"))
