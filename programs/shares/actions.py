"""Showing a finding to a team, taking it back, reading it. The person decides; the agent sees only what was shown."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal import clock
from portal.audit.actions import record
from portal.work_items.actions import close_items, open_item
from programs.counts.actions import count
from programs.counts.models import ProgramCount
from programs.findings.models import Finding
from programs.shares.models import FindingShare
from programs.shares.snapshots import shown_now, snapshot_of

if TYPE_CHECKING:
    from portal.organizations.models import Team
    from portal.people.models import User

TO_READ = "programs.share"


class NotTheirProgram(ValueError):
    """The team is not of the organization that answers for the program."""


@transaction.atomic
def share(*, finding: Finding, team: "Team", until: dt.date, by: "User") -> FindingShare:
    """Shows it to one team until a day; shown again, it is brought up to date.

    Raises NotTheirProgram, NothingToShow."""
    if team.organization_id != finding.program.organization_id:
        raise NotTheirProgram
    snapshot = snapshot_of(shown_now(finding))
    Finding.objects.select_for_update().get(pk=finding.pk)  # two clicks at once make one share
    held = FindingShare.objects.filter(finding=finding, team=team, revoked_at=None).first()
    shared = held or FindingShare(citizen=finding.citizen, finding=finding, team=team)
    shared.snapshot, shared.until, shared.shared_at, shared.shared_by = snapshot, until, clock.now(), by
    shared.save()
    record("finding.shared", by=by, subject=shared, citizen=finding.citizen, organization=team.organization)
    open_item(kind=TO_READ, subject=shared, by=by, team=team)
    if held is None:
        count(step=ProgramCount.Step.ASKED, programs=[finding.program])
    return shared


@transaction.atomic
def revoke(*, shared: FindingShare, by: "User") -> FindingShare:
    """Takes it back: at once nobody else reads it, and what was shown is emptied."""
    fresh = FindingShare.objects.select_for_update().get(pk=shared.pk)
    if fresh.revoked_at is None:
        fresh.revoked_at, fresh.revoked_by, fresh.snapshot_json = clock.now(), by, None
        fresh.save(update_fields=["revoked_at", "revoked_by", "snapshot_json"])
        close_items(subject=fresh, kind=TO_READ, by=by)
        organization = fresh.team.organization
        record("finding.unshared", by=by, subject=fresh, citizen=fresh.citizen, organization=organization)
    return fresh


@transaction.atomic
def settle(*, shared: FindingShare, by: "User") -> None:
    """Read and dealt with: the team's task is done."""
    close_items(subject=shared, kind=TO_READ, by=by)


@transaction.atomic
def empty_past(*, by: "User | None" = None) -> int:
    """Empties what is past its day; returns how many."""
    past = FindingShare.objects.filter(until__lt=clock.today()).filter(snapshot_json__isnull=False)[:1000]
    for shared in past:
        close_items(subject=shared, kind=TO_READ, by=by)
    return FindingShare.objects.filter(pk__in=[shared.pk for shared in past]).update(snapshot_json=None)
