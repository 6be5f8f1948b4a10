"""The rules that were, are or will be in force on a day."""

from datetime import date

from django.db.models import QuerySet

from portal.clock import today
from programs.program_versions.models import ProgramVersion
from programs.programs.rulebook import published_rules
from programs.rules.verdicts import Rule, compile_rule


def rules_on(on: date) -> dict[str, Rule]:
    """Program code → the rule of that day. For a day before anything is recorded, the oldest rule that we have."""
    rules = published_rules()
    if on == today():
        return rules
    ruling = {version.program.code: version for version in _with_program(ProgramVersion.objects.ruling(on))}
    released = ProgramVersion.objects.released().exclude(program__code__in=ruling)
    oldest = released.order_by("program_id", "effective_on", "number").distinct("program_id")
    ruling |= {version.program.code: version for version in _with_program(oldest)}
    later = _after(on)
    return rules | {
        code: compile_rule(version.content["criteria"], version.content["screening_facts"], later.get(code, ()))
        for code, version in ruling.items()
        if code in rules
    }


def _after(on: date) -> dict[str, list[tuple[date, Rule]]]:
    """Program code → the rules that took or will take effect after a day, in their order; the last one of each day."""
    found: dict[str, dict[date, Rule]] = {}
    later = ProgramVersion.objects.released().filter(effective_on__gt=on).order_by("effective_on", "number")
    for version in _with_program(later):
        rule = compile_rule(version.content["criteria"], version.content["screening_facts"])
        found.setdefault(version.program.code, {})[version.effective_on] = rule
    return {code: list(rules.items()) for code, rules in found.items()}


def _with_program(versions: QuerySet) -> QuerySet:
    return versions.select_related("program").only("content", "effective_on", "program__code", "program_id")
