"""Writing, retiring and importing prompts."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal import clock
from portal.audit.actions import record
from portal.organizations.models import Organization, Team
from programs.life_events.models import LifeEvent
from programs.programs.models import Program
from programs.prompts.models import Prompt

if TYPE_CHECKING:
    from portal.people.models import User

PLACES = ("team", "life_event", "deadlines")
WORDS = ("question_fr", "question_en", "precision_fr", "precision_en")
WRITTEN = ("organization", *PLACES, "fact", *WORDS, "position")


@transaction.atomic
def write_prompt(*, prompt: Prompt, content: Mapping[str, Any], by: "User") -> Prompt:
    """A new prompt, or a new content for one (`WRITTEN` and `programs`); imports leave it alone from now on."""
    for name in WRITTEN:
        if name in content:
            setattr(prompt, name, content[name])
    prompt.updated_at = prompt.edited_at = clock.now()
    prompt.edited_by = by
    prompt.save()
    prompt.programs.set(content["programs"])
    record("prompt.written", by=by, subject=prompt, organization=prompt.organization)
    return prompt


@transaction.atomic
def retire_prompt(*, prompt: Prompt, by: "User") -> Prompt:
    """It is asked nowhere any more; twice changes nothing."""
    if Prompt.objects.in_use().filter(pk=prompt.pk).update(retired_at=clock.now(), retired_by=by):
        record("prompt.retired", by=by, subject=prompt, organization=prompt.organization)
    prompt.refresh_from_db()
    return prompt


@transaction.atomic
def resume_prompt(*, prompt: Prompt, by: "User") -> Prompt:
    """It is asked again, of those who were never asked."""
    if Prompt.objects.filter(pk=prompt.pk, retired_at__isnull=False).update(retired_at=None, retired_by=None):
        record("prompt.resumed", by=by, subject=prompt, organization=prompt.organization)
    prompt.refresh_from_db()
    return prompt


@transaction.atomic
def import_prompts(*, records: Iterable[Mapping[str, Any]], by: "User | None") -> int:
    """Brings prompts to what the reference says; returns how many changed. Twice changes nothing; what an organization
    edited or retired is left alone. A team that does not exist here yet is taken when it does, at the next import."""
    present = {prompt.code: prompt for prompt in Prompt.objects.exclude(code="")}
    places = _Places()
    changed = sum(_import_one(item, position, present.get(item["id"]), places) for position, item in enumerate(records))
    if changed:
        record("prompt.imported", by=by, detail={"changed": changed})
    return changed


class _Places:
    """What records name, read once for all of them."""

    def __init__(self) -> None:
        self.organizations = {one.code: one for one in Organization.objects.all()}
        self.teams = {(one.organization_id, one.name): one for one in Team.objects.all()}
        self.events = {one.code: one for one in LifeEvent.objects.all()}
        self.programs = {one.code: one for one in Program.objects.only("code")}


def _import_one(record: Mapping[str, Any], position: int, prompt: Prompt | None, places: _Places) -> bool:
    organization = places.organizations[record["organization"]]
    team = places.teams.get((organization.pk, record.get("team", "")))
    line = json.dumps([record, str(team and team.pk), position], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(line.encode()).hexdigest()
    if prompt is not None and (prompt.edited_at or prompt.retired_at or prompt.source_digest == digest):
        return False
    prompt = prompt or Prompt(code=record["id"])
    prompt.organization, prompt.team, prompt.position = organization, team, position
    prompt.life_event = places.events.get(record.get("life_event", ""))
    prompt.deadlines, prompt.fact_id = record.get("deadlines", []), record["fact"]
    for name in WORDS:
        setattr(prompt, name, record.get(name, ""))
    prompt.source_digest, prompt.updated_at = digest, clock.now()
    prompt.save()
    prompt.programs.set([places.programs[code] for code in record["programs"]])
    return True
