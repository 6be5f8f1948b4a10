"""An outcome as plain JSON values: verdict, facts to ask, and every condition with its state. Pure."""

from typing import Any

from programs.facts.vocabulary import write_value
from programs.rules.nodes import Leaf
from programs.rules.verdicts import Outcome


def report(outcome: Outcome) -> dict[str, Any]:
    """`{"verdict", "missing": most decisive first, "reasons": one per condition}`."""
    reasons = [{"state": judged.state.value} | _condition(judged.node) for judged in outcome.leaves()]
    return {"verdict": outcome.verdict.value, "missing": list(outcome.missing), "reasons": reasons}


def _condition(leaf: Leaf) -> dict[str, Any]:
    value = sorted(leaf.value, key=str) if leaf.op == "in" else write_value(leaf.value)
    words = {"label_fr": leaf.label_fr, "label_en": leaf.label_en}
    table = {"key": leaf.key} if leaf.key else {}
    return {"fact": leaf.fact, "op": leaf.op, "value": value} | table | words
