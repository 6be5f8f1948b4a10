"""A condition in English, for the label that an agent did not write."""

from typing import Any

from portal.criteria.nodes import Leaf
from portal.criteria.wording import Worded, Words

_TESTS = {
    "lt": "less than %s",
    "lte": "%s or less",
    "gt": "more than %s",
    "gte": "at least %s",
    "eq": "%s",
    "ne": "other than %s",
    "in": "%s",
    "contains": "includes %s",
}
_UNITS = {"percent": "%", "months": " months", "years": " years", "hours": " hours"}


def sentence_in_english(leaf: Leaf, definitions: Words) -> str:
    """« Age: at least 65 »."""
    row = definitions.get(leaf.fact)
    subject = row.label_en.split(" (")[0].rstrip("?").rstrip() if row else leaf.fact
    if leaf.op == "exists":
        return f"{subject}: {'it happened' if leaf.value else 'it did not happen'}"
    return f"{subject}: {_TESTS[leaf.op] % _value(leaf, row, definitions)}"


def _value(leaf: Leaf, row: Worded | None, definitions: Words) -> str:
    if leaf.key:
        low, high = min(leaf.value.values()), max(leaf.value.values())
        key = definitions.get(leaf.key)
        return f"{_one(low, row)} to {_one(high, row)} {key.according_en if key else leaf.key}"
    if leaf.op == "in":
        return " or ".join(_one(value, row) for value in sorted(leaf.value, key=str))
    return _one(leaf.value, row)


def _one(value: Any, row: Worded | None) -> str:
    words = {choice["id"]: choice["en"] for choice in row.choices} if row else {}
    if value is None or isinstance(value, bool):
        return {True: "yes", False: "no", None: "it did not happen"}[value]
    if isinstance(value, int | float):
        unit = row.measure if row else ""
        return f"${value:,}" if unit.startswith("CAD") else f"{value:,}{_UNITS.get(unit, '')}"
    return words.get(value, str(value))
