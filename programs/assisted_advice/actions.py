"""Keeping what was said on the telephone, opening what is kept, and the letter of the result."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.audit.actions import record
from programs.assisted_advice.letters import letter_of
from programs.assisted_advice.querysets import openable_by
from programs.findings.actions import advise, set_stance
from programs.findings.models import Finding
from programs.findings.presentation import FindingView
from programs.situations.actions import keep_situation
from programs.situations.models import Situation

if TYPE_CHECKING:
    from portal.people.models import Citizen, User


@transaction.atomic
def keep(*, citizen: "Citizen", given: Mapping[str, Any], declined: list[str], by: "User") -> Situation:
    """The answers go to the person's file, with who wrote them; the findings follow. They said yes on the telephone."""
    situation = keep_situation(citizen=citizen, given=given, declined=declined, by=by)
    advise(citizen=citizen, by=by)
    record("assisted.kept", by=by, subject=situation, citizen=citizen)
    return situation


class NotAsked(PermissionDenied):
    """Not this agent's person, or the person never let an agent open their findings."""


@transaction.atomic
def open_findings(*, citizen: "Citizen", by: "User") -> Situation:
    """The person, identified, asked to see their findings with this agent. Read together, they count as told; the
    person's journal says who opened them. Raises NotAsked."""
    if not openable_by(by).filter(pk=citizen.pk).exists():
        raise NotAsked
    situation = Situation.objects.get(citizen=citizen)
    advise(citizen=citizen, by=by)
    record("assisted.opened", by=by, subject=situation, citizen=citizen)
    return situation


@transaction.atomic
def note_stance(*, citizen: "Citizen", finding: UUID, stance: str, by: "User") -> Finding:
    """What the person says of a finding that is read with them. Raises NotAsked, Finding.DoesNotExist."""
    if not openable_by(by).filter(pk=citizen.pk).exists():
        raise NotAsked
    return set_stance(finding=Finding.objects.get(citizen=citizen, pk=finding), stance=stance, by=by)


def print_letter(*, lists: Mapping[str, list[FindingView]], by: "User") -> bytes:
    """The result as an accessible letter. No name on it, none in the journal: nobody said who they are."""
    pdf = letter_of(lists)
    record("assisted.letter", by=by)
    return pdf
