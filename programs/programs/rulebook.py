"""The rules of all published programs, compiled once per process and again only when a program changed."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Q

from programs.programs.models import Program
from programs.rules.verdicts import Rule, compile_rule

# Versions are a noun above this one: known by name only.
_SCHEDULED = Q(versions__state="scheduled")


def published_rules() -> dict[str, Rule]:
    """Program code → rule. One small query tells whether what we hold is still true."""
    stamp = Program.objects.published().aggregate(
        count=Count("pk", distinct=True),
        latest=Max("updated_at"),
        coming=Count("versions", filter=_SCHEDULED),
        announced=Max("versions__published_at", filter=_SCHEDULED),
    )
    return dict(_rules(*stamp.values()))


@lru_cache(maxsize=2)
def _rules(count: int, latest: datetime | None, coming: int, announced: datetime | None) -> dict[str, Rule]:
    programs = Program.objects.published().for_evaluation()
    later = _coming() if coming else {}
    return {one.code: compile_rule(one.criteria, one.screening_facts, later.get(one.code, ())) for one in programs}


def _coming() -> dict[str, list[tuple[Any, Rule]]]:
    """Program code → the rules published from a later day, in their order."""
    found: dict[str, list[tuple[Any, Rule]]] = {}
    scheduled = Program.objects.published().filter(_SCHEDULED).order_by("versions__effective_on")
    for code, day, content in scheduled.values_list("code", "versions__effective_on", "versions__content"):
        found.setdefault(code, []).append((day, compile_rule(content["criteria"], content["screening_facts"])))
    return found
