"""What of a kind's public words may leave: people are told that no sum that they owe or receive is said outside, and no
word of health, justice or status without a reason that a second person approved. Pure."""

import re

from portal.foundation.wording.sensitive import grave

_SENTENCES = re.compile(r"(?<=[.!?;])\s+")
_MONEY = re.compile(r"\d[\s\u00a0\u202f]*(?:\$|(?:k|m)\$|¢|cents?\b)|\$\s*\d|\bdollars?\b|\bCAD\b", re.I)


def without_amounts(text: str) -> str:
    """The sentences that name no sum of money."""
    return " ".join(sentence for sentence in _SENTENCES.split(text) if not _MONEY.search(sentence))


def sayable(text: str, reason: str) -> str:
    """The sentences that may be said outside; `reason`: why delicate words may."""
    bare = without_amounts(text)
    if reason.strip():
        return bare
    return " ".join(sentence for sentence in _SENTENCES.split(bare) if not grave(sentence))
