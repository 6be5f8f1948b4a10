"""Advising a citizen: findings written from their kept situation, and what the person says of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal import clock
from portal.audit.actions import record
from portal.consents.actions import give, withdraw
from portal.consents.models import Channel, How, Purpose
from programs.counts.actions import count
from programs.counts.models import ProgramCount
from programs.facts.crossings import Remembered, given_on
from programs.facts.derivations import resolve
from programs.findings.models import Finding
from programs.profiles.actions import empty, fill
from programs.profiles.consent import WORDINGS, advice_is_on
from programs.programs.models import Program
from programs.programs.rulebook import published_rules
from programs.rules.horizons import openings
from programs.rules.verdicts import evaluate
from programs.situations.actions import erase_situation
from programs.situations.models import Situation

if TYPE_CHECKING:
    from datetime import date

    from portal.consents.models import Consent
    from portal.people.models import Citizen, User


@transaction.atomic
def advise(*, citizen: "Citizen", by: "User | None") -> list[Finding]:
    """Evaluates every published program and writes the findings that are new or changed; returns them.

    Indicative only: the organization decides (Access Act, chapter A-2.1, s. 65.2). Nothing is announced here: asked by
    a person, who reads the answers at once, they count as told; asked by the system, `telling` announces what is new.
    When proactive advice is on, the profile follows.
    """
    # Locked: two passes at once write each finding once.
    situation = Situation.objects.select_for_update().filter(citizen=citizen).first()
    if situation is None:
        return []
    facts, today = situation.remembered(), clock.today(citizen.time_zone)
    changed = _write(citizen, _answers(facts, today), is_read=by is not None)
    fill(citizen=citizen, facts=facts, by=by)
    if changed:
        record("finding.advised", by=by, subject=situation, citizen=citizen, detail={"changed": len(changed)})
    return changed


@transaction.atomic
def turn_on(*, citizen: "Citizen", by: "User", how: str = How.WEB, channel: str = Channel.INBOX) -> "Consent":
    """Proactive advice on: consent in the ledger with its words, facts in their profile.

    On the web the person reads the findings at once, and they count as told. Said to an agent (by telephone, on paper),
    nobody has read them: what is new is announced."""
    words = str(WORDINGS[Channel(channel)])
    consent = give(citizen=citizen, purpose=Purpose.ADVICE, channel=channel, wording=words, by=by, how=how)
    if how == How.WEB:
        advise(citizen=citizen, by=by)
    elif situation := Situation.objects.filter(citizen=citizen).first():
        fill(citizen=citizen, facts=situation.remembered(), by=by)
    return consent


@transaction.atomic
def turn_off(*, citizen: "Citizen", by: "User | None", how: str = How.WEB, channel: str = "") -> "Consent | None":
    """Proactive advice off, or one way of being told of it; the profile is erased in the same transaction when none is
    left. Returns the last consent withdrawn; None when there was none."""
    withdrawn = None
    for one in (channel,) if channel else WORDINGS:
        ended = withdraw(citizen=citizen, purpose=Purpose.ADVICE, channel=one, by=by, how=how)
        withdrawn = ended or withdrawn
    if not advice_is_on(citizen):
        empty(citizen=citizen, by=by)
    return withdrawn


@transaction.atomic
def set_stance(*, finding: Finding, stance: str, by: "User") -> Finding:
    """What the person says of a finding; "" takes it back. Sealed; no verdict changes."""
    locked = Finding.objects.select_for_update().get(pk=finding.pk)
    before = locked.stance
    locked.answer = locked.answer | {"stance": stance}
    locked.save(update_fields=["answer_json"])
    if stance == Finding.Stance.ASKED and before != stance:
        count(step=ProgramCount.Step.ASKED, programs=[locked.program])
    # Of the situation, not of the finding: the journal must not say in clear which program it is about.
    record("finding.set_aside", by=by, subject=locked.citizen.situation, citizen=locked.citizen)
    return locked


@transaction.atomic
def forget(*, citizen: "Citizen", by: "User") -> None:
    """Erases the situation, the findings that rest on it and the profile; the consent stays as the person left it."""
    Finding.objects.filter(citizen=citizen).delete()
    empty(citizen=citizen, by=by)
    erase_situation(citizen=citizen, by=by)


def _answers(facts: Remembered, today: "date") -> dict[str, dict[str, Any]]:
    """Program → verdict, missing facts and opening day."""
    rules, known = published_rules(), resolve(given_on(facts, today), today)
    opens = openings(rules, facts, today)
    outcomes = {code: evaluate(rule, known) for code, rule in rules.items()}
    return {
        code: {"verdict": outcome.verdict, "missing": list(outcome.missing)}
        | ({"from_on": opens[code].isoformat()} if code in opens else {})
        for code, outcome in outcomes.items()
    }


def _write(citizen: "Citizen", answers: Mapping[str, dict[str, Any]], *, is_read: bool) -> list[Finding]:
    """Writes what is not yet so. What the person said of a finding, and that they were told, stay."""
    programs = dict(Program.objects.published().values_list("code", "pk"))
    held = {finding.program_id: finding for finding in Finding.objects.filter(citizen=citizen)}
    changed = []
    for code, answer in answers.items():
        finding = held.get(programs[code]) or Finding(citizen=citizen, program_id=programs[code])
        before = finding.answer
        kept = {name: before[name] for name in ("stance", "is_told") if name in before}
        finding.answer = answer | kept
        if is_read and finding.is_worth_telling:
            finding.answer = finding.answer | {"is_told": True}
        if finding.answer != before:
            finding.as_of, finding.changed_at = clock.today(citizen.time_zone), clock.now()
            finding.save()
            changed.append(finding)
    return changed
