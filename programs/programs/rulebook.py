"""The rules of all published programs, compiled once per process and again only when a program changed."""

from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Max

from programs.programs.models import Program
from programs.rules.verdicts import Rule, compile_rule


def published_rules() -> dict[str, Rule]:
    """Program code → rule. One small query tells whether what we hold is still true."""
    stamp = Program.objects.published().aggregate(count=Count("pk"), latest=Max("updated_at"))
    return dict(_rules(stamp["count"], stamp["latest"]))


@lru_cache(maxsize=2)
def _rules(count: int, latest: datetime | None) -> dict[str, Rule]:
    programs = Program.objects.published().for_evaluation()
    return {program.code: compile_rule(program.criteria, program.screening_facts) for program in programs}
