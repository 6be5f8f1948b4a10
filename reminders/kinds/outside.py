"""What of a kind's public words may leave the portal: no sum of money, and no word of health, justice or status unless
its organization said why and a second person approved."""

import re

from portal.wording.sensitive import grave
from reminders.kinds.amounts import steps_without_amounts, without_amounts
from reminders.kinds.models import DeadlineKind
from reminders.kinds.texts import consequence_of, procedure_of

_SENTENCES = re.compile(r"(?<=[.!?;])\s+")


def consequence_outside(kind: DeadlineKind) -> str:
    """Of an open kind; "" when nothing of it may be said."""
    if not kind.is_open:
        return ""
    told = _without_grave(kind, without_amounts(consequence_of(kind))).rstrip(" ;")
    return f"{told}." if told and told[-1] not in ".!?" else told


def procedure_outside(kind: DeadlineKind) -> list[str]:
    if not kind.is_open:
        return []
    steps = steps_without_amounts(procedure_of(kind))
    return [kept for step in steps if (kept := _without_grave(kind, step))]


def _without_grave(kind: DeadlineKind, text: str) -> str:
    if kind.sensitive_reason:
        return text
    return " ".join(sentence for sentence in _SENTENCES.split(text) if not grave(sentence))
