"""Writing to a group: written, read again with its count, approved beyond `FOUR_EYES`, sent part by part."""

from functools import partial
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from messaging.group_messages.models import FOUR_EYES, GroupMessage, GroupRecipient
from messaging.group_messages.selecting import count_for, dossiers_for
from messaging.threads.actions import post_from_system
from portal import clock
from portal.access.visibility import visibility_of
from portal.audit.actions import record
from portal.jobs import running as jobs
from portal.jobs.running import Part
from portal.organizations.models import Team

if TYPE_CHECKING:
    from portal.dossier_types.models import DossierType
    from portal.people.models import User

WORK = "messaging.send_group"
"""Its name among the jobs (`portal.jobs`); its scope: the message."""
AT_ONCE = 50
State = GroupMessage.State


class NobodyToWriteTo(Exception):
    """No open dossier is of that type, at that stage."""


class ChangedMeanwhile(Exception):
    """Somebody sent it, gave it up or asked for an approval first."""


class OwnMessage(Exception):
    """Whoever wrote it does not approve it."""


class MoreThanSeen(Exception):
    """Its people are now more than `FOUR_EYES`: it needs an approval that it did not need."""


@transaction.atomic
def write(*, by: "User", team: Team, dossier_type: "DossierType", stage: str, subject: str, body: str) -> GroupMessage:
    """Keep a message, which nobody has yet. Raises PermissionDenied for a team that is not theirs."""
    if team.pk not in visibility_of(by).team_ids or dossier_type.organization_id != team.organization_id:
        raise PermissionDenied
    words = {"subject": subject, "body": body, "stage": stage, "author": by}
    message = GroupMessage(team=team, dossier_type=dossier_type, **words)
    message.count = count_for(message)
    message.save()
    record("group_message.written", by=by, subject=message, organization=team.organization)
    return message


@transaction.atomic
def submit(*, by: "User", message: GroupMessage) -> GroupMessage:
    """Ask somebody else of the team to approve it. Raises ChangedMeanwhile, NobodyToWriteTo."""
    held = _held(message, by, State.DRAFT)
    held.count = _counted(held)
    held.state = State.SUBMITTED
    held.save(update_fields=["count", "state"])
    record("group_message.submitted", by=by, subject=held, organization=held.team.organization)
    return held


@transaction.atomic
def launch(*, by: "User", message: GroupMessage) -> GroupMessage:
    """Send it: by its author up to `FOUR_EYES` people, by somebody else beyond.

    Raises ChangedMeanwhile, NobodyToWriteTo, OwnMessage, MoreThanSeen."""
    held = _held(message, by, State.DRAFT, State.SUBMITTED)
    held.count = _counted(held)
    if held.count > FOUR_EYES and held.state == State.DRAFT:
        raise MoreThanSeen
    if held.state == State.SUBMITTED and held.author_id == by.pk:
        raise OwnMessage
    held.state, held.launched_at, held.launched_by = State.SENDING, clock.now(), by
    held.save(update_fields=["count", "state", "launched_at", "launched_by"])
    detail = {"people": held.count}
    record("group_message.launched", by=by, subject=held, organization=held.team.organization, detail=detail)
    return held


@transaction.atomic
def withdraw(*, by: "User", message: GroupMessage) -> GroupMessage:
    """Give it up before it leaves. Raises ChangedMeanwhile."""
    held = _held(message, by, State.DRAFT, State.SUBMITTED)
    held.state = State.WITHDRAWN
    held.save(update_fields=["state"])
    record("group_message.withdrawn", by=by, subject=held, organization=held.team.organization)
    return held


def send_launched() -> int:
    """Send those that were launched, each from where it was cut; return how many conversations began."""
    begun = 0
    for message in GroupMessage.objects.filter(state=State.SENDING).with_names().order_by("launched_at", "pk"):
        begun += jobs.run(work=WORK, scope=str(message.pk), step=partial(_send_some, message))
        _finish(message)
    return begun


def _send_some(message: GroupMessage, cursor: str) -> Part | None:
    """The next people, in the transaction that says so: killed, none of them has it, and they are next."""
    dossiers = dossiers_for(message).filter(opened_at__lte=message.launched_at)
    if cursor:
        dossiers = dossiers.filter(citizen_id__gt=cursor)
    some = list(dossiers.select_related("citizen", "organization", "team")[:AT_ONCE])
    for dossier in some:
        words = {"subject": message.subject, "body": message.body}
        sent = post_from_system(by=message.author, dossier=dossier, thread=None, **words)
        GroupRecipient.objects.create(group_message=message, thread=sent.thread)
    return Part(str(some[-1].citizen_id), len(some)) if some else None


def _finish(message: GroupMessage) -> None:
    if jobs.is_finished(work=WORK, scope=str(message.pk)):
        left = GroupMessage.objects.filter(pk=message.pk, state=State.SENDING)
        left.update(state=State.SENT, finished_at=clock.now())


def _held(message: GroupMessage, by: "User", *states: str) -> GroupMessage:
    held = GroupMessage.objects.select_for_update(of=["self"]).with_names().get(pk=message.pk)
    if held.team_id not in visibility_of(by).team_ids:
        raise PermissionDenied
    if held.state not in states:
        raise ChangedMeanwhile
    return held


def _counted(message: GroupMessage) -> int:
    count = count_for(message)
    if not count:
        raise NobodyToWriteTo
    return count
