"""The reference data as pure objects, for tests that need no database."""

from datetime import date
from functools import cache
from typing import Any

from portal.criteria.vocabulary import FactKind
from programs.facts.kinds import kind_of
from programs.reference import load
from programs.rules.verdicts import Rule, compile_rule

AS_OF = date(2026, 11, 15)


@cache
def kinds() -> dict[str, FactKind]:
    reference = load("facts")
    derived = {record["id"]: kind_of(record, is_derived=True) for record in reference["derived"]}
    return {record["id"]: kind_of(record) for record in reference["facts"]} | derived


@cache
def rules() -> dict[str, Rule]:
    return {
        record["id"]: compile_rule(record["criteria"], record["screening_facts"])
        for record in load("programs")["programs"]
    }


@cache
def personas() -> dict[str, dict[str, Any]]:
    return {persona["id"]: persona for persona in load("personas")["personas"]}
