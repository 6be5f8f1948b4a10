"""Sums of money in the public words of a kind: people are told that nothing they owe or receive is said outside."""

import re

_SENTENCES = re.compile(r"(?<=[.!?;])\s+")
_MONEY = re.compile(r"\d[\s\u00a0\u202f]*(?:\$|(?:k|m)\$|¢|cents?\b)|\$\s*\d|\bdollars?\b|\bCAD\b", re.I)


def without_amounts(text: str) -> str:
    """The sentences that name no sum of money."""
    return " ".join(sentence for sentence in _SENTENCES.split(text) if not _MONEY.search(sentence))


def steps_without_amounts(steps: list[str]) -> list[str]:
    """Those of a procedure that still say something."""
    return [kept for step in steps if (kept := without_amounts(step))]
