"""Examples of a program: facts and the verdict that they must give. Run before anything is published. Pure, but for
the reference data.

`{"name", "as_of", "facts", "verdict"}`, and at will `missing` (the fact to ask first), `to_check` (nothing to ask: the
organization must look), `persona` (the invented person it comes from).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.criteria.vocabulary import FactKind, Given, UnfitValue, read
from portal.foundation.formats.cells import strict_day
from programs.facts.derivations import resolve
from programs.reference import load
from programs.rules.verdicts import Rule, RuleOutcome, Verdict, evaluate

Example = dict[str, Any]
NOTHING_KNOWN = "Rien n’est encore connu"


@dataclass(frozen=True)
class Ran:
    """An example and what the criteria answered; `outcome` is None when its facts cannot be read."""

    rank: int
    example: Mapping[str, Any]
    known: Given
    outcome: RuleOutcome | None

    @property
    def got(self) -> str:
        return self.outcome.verdict.value if self.outcome else ""

    @property
    def agrees(self) -> bool:
        outcome, wanted = self.outcome, self.example
        if outcome is None or outcome.verdict != wanted["verdict"]:
            return False
        if wanted.get("to_check") and outcome.missing:
            return False
        return not wanted.get("missing") or outcome.missing[:1] == tuple(wanted["missing"][:1])


def run(rule: Rule, examples: Iterable[Mapping[str, Any]], kinds: Mapping[str, FactKind]) -> list[Ran]:
    """Each example judged as of its own date."""
    return [_run(rule, rank, example, kinds) for rank, example in enumerate(examples)]


def _run(rule: Rule, rank: int, example: Mapping[str, Any], kinds: Mapping[str, FactKind]) -> Ran:
    try:
        known = resolve(read(kinds, example["facts"]), strict_day(example["as_of"]))
    except (UnfitValue, ValueError):
        return Ran(rank, example, {}, None)
    return Ran(rank, example, known, evaluate(rule, known))


def verdicts_shown(examples: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Which of the three verdicts the examples show."""
    return frozenset(example["verdict"] for example in examples)


def personas() -> dict[str, dict[str, Any]]:
    """The invented people of the reference data, by code."""
    return {persona["id"]: persona for persona in load("personas")["personas"]}


def persona_name(persona: Mapping[str, Any]) -> str:
    return f"{persona['name']}. {persona['story_fr']}"


def reference_examples(code: str) -> list[Example]:
    """What the invented people must be answered about a program, and that nothing known decides nothing."""
    as_of = str(load("personas")["as_of"])
    examples = [
        {"name": persona_name(persona), "as_of": as_of, "facts": persona["facts"], "persona": persona["id"]}
        | {key: value for key, value in persona["expected"][code].items() if key in {"verdict", "missing", "to_check"}}
        for persona in personas().values()
        if code in persona["expected"]
    ]
    return [*examples, {"name": NOTHING_KNOWN, "as_of": as_of, "facts": {}, "verdict": Verdict.UNKNOWN.value}]
