"""An outcome as plain JSON values: verdict, facts to ask, every condition with its state, its fact and its source."""

from typing import Any

from portal.criteria.judging import Judged
from portal.criteria.nodes import Leaf
from portal.criteria.vocabulary import Given, write_value
from programs.facts.origins import Origins, origin_of
from programs.rules.verdicts import RuleOutcome


def report(outcome: RuleOutcome, known: Given, origins: Origins) -> dict[str, Any]:
    """`{"verdict", "missing": most decisive first, "reasons": one per condition}`."""
    reasons = [_reason(judged, known, origins) for judged in outcome.leaves()]
    return {"verdict": outcome.verdict.value, "missing": list(outcome.missing), "reasons": reasons}


def _reason(judged: Judged, known: Given, origins: Origins) -> dict[str, Any]:
    """A condition, its state, and, when its fact is known, its value, who said it and when."""
    leaf = judged.node
    assert isinstance(leaf, Leaf)  # `leaves` gives nothing else
    fact = leaf.fact
    reason = {"state": judged.state.value} | _condition(leaf)
    if fact not in known:
        return reason
    origin = origin_of(fact, origins)
    source = {"source": origin.source, "known_on": origin.known_on.isoformat()} if origin else {}
    return reason | {"known": write_value(known[fact])} | source


def _condition(leaf: Leaf) -> dict[str, Any]:
    value = sorted(leaf.value, key=str) if leaf.op == "in" else write_value(leaf.value)
    words = {"label_fr": leaf.label_fr, "label_en": leaf.label_en}
    table = {"key": leaf.key} if leaf.key else {}
    return {"fact": leaf.fact, "op": leaf.op, "value": value} | table | words
