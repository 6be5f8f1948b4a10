"""Advising a citizen: findings written from their kept situation."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from portal import clock
from portal.audit.actions import record
from programs.facts.derivations import resolve
from programs.findings.models import Finding
from programs.programs.models import Program
from programs.programs.rulebook import published_rules
from programs.rules.verdicts import Outcome, evaluate
from programs.situations.actions import erase_situation
from programs.situations.models import Situation

if TYPE_CHECKING:
    from portal.people.models import Citizen, User


@transaction.atomic
def advise(*, citizen: "Citizen", by: "User | None") -> list[Finding]:
    """Evaluates every published program and writes the findings that are new or changed; returns them.

    Indicative only: the organization decides (Access Act, chapter A-2.1, s. 65.2). Nothing is announced here: proactive
    advice is off until the person turns it on (s. 65.0.1).
    """
    # Locked: two passes at once write each finding once.
    situation = Situation.objects.select_for_update().filter(citizen=citizen).first()
    if situation is None:
        return []
    today = clock.today(citizen.time_zone)
    known = resolve(situation.given(today), today)
    outcomes = {code: evaluate(rule, known) for code, rule in published_rules().items()}
    changed = _write(citizen, outcomes)
    if changed:
        record("finding.advised", by=by, subject=situation, citizen=citizen, detail={"changed": len(changed)})
    return changed


@transaction.atomic
def forget(*, citizen: "Citizen", by: "User") -> None:
    """Erases the situation and the findings that rest on it."""
    Finding.objects.filter(citizen=citizen).delete()
    erase_situation(citizen=citizen, by=by)


def _write(citizen: "Citizen", outcomes: Mapping[str, Outcome]) -> list[Finding]:
    programs = dict(Program.objects.published().values_list("code", "pk"))
    held = {finding.program_id: finding for finding in Finding.objects.filter(citizen=citizen)}
    changed = []
    for code, outcome in outcomes.items():
        answer = json.dumps({"verdict": outcome.verdict, "missing": outcome.missing})
        finding = held.get(programs[code]) or Finding(citizen=citizen, program_id=programs[code])
        if finding.answer_json != answer:
            finding.answer_json, finding.as_of = answer, clock.today(citizen.time_zone)
            finding.changed_at = clock.now()
            finding.save()
            changed.append(finding)
    return changed
