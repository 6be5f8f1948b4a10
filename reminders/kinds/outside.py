"""What a kind says outside of its consequence and of what to do, in the language in force."""

from reminders.kinds.amounts import sayable
from reminders.kinds.models import DeadlineKind
from reminders.kinds.texts import consequence_of, procedure_of


def consequence_outside(kind: DeadlineKind) -> str:
    """Of an open kind; "" when nothing of it may be said."""
    if not kind.is_open:
        return ""
    result = sayable(consequence_of(kind), kind.sensitive_reason).rstrip(" ;")
    return f"{result}." if result and result[-1] not in ".!?" else result


def procedure_outside(kind: DeadlineKind) -> list[str]:
    if not kind.is_open:
        return []
    return [kept for step in procedure_of(kind) if (kept := sayable(step, kind.sensitive_reason))]
