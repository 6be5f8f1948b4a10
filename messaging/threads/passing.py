"""A conversation goes to the team that can answer it: the person tells nothing again, and sees where it is."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from messaging.threads.actions import ANSWER
from messaging.threads.delays import answer_day
from messaging.threads.models import TeamChange, Thread
from messaging.threads.searching import index_again
from portal import clock
from portal.access.visibility import visibility_of
from portal.audit.actions import record
from portal.documents.models import Document
from portal.organizations.models import Team
from portal.organizations.querysets import TeamQuerySet
from portal.people.models import User
from portal.requested_documents.models import RequestedDocument
from portal.work_items.actions import open_item
from portal.work_items.models import WorkItem


class InDossier(Exception):
    """The conversation is in a dossier, which its own team follows."""


class PassedMeanwhile(Exception):
    """A colleague passed it first."""


def receivers_of(thread: Thread) -> TeamQuerySet:
    """Teams to which it may go: those of its organization, and any when its person did not know whom to write to."""
    teams = Team.objects.accepting_messages().exclude(pk=thread.team_id)
    if not thread.is_to_sort:
        teams = teams.filter(organization=thread.organization_id)
    return teams.order_by("organization__name_order", "name_order", "pk")


@transaction.atomic
def pass_to(*, by: User, thread: Thread, team: Team, note: str = "") -> TeamChange:
    """Give the conversation, its files and what it asks to another team, by the day that the person was promised.

    Raises PermissionDenied to who does not hold it and for a team that is no receiver of it, InDossier,
    PassedMeanwhile."""
    held = Thread.objects.select_for_update(no_key=True).select_related("team__organization").get(pk=thread.pk)
    if held.team_id != thread.team_id:
        raise PassedMeanwhile
    if held.team_id not in visibility_of(by).team_ids or not receivers_of(held).filter(pk=team.pk).exists():
        raise PermissionDenied
    if held.dossier_id:
        raise InDossier
    Thread.objects.filter(pk=held.pk).update(team=team, organization=team.organization, passed_at=clock.now())
    _bring(held, team, by=by)
    change = TeamChange.objects.create(thread=held, from_team=held.team, to_team=team, note=note, by=by)
    for organization in {held.team.organization, team.organization}:
        record("thread.passed", by=by, subject=held, citizen=held.citizen, organization=organization)
    thread.refresh_from_db()
    if team.organization_id != held.organization_id:
        index_again(thread)
    return change


def _bring(thread: Thread, team: Team, *, by: User) -> None:
    """What waits in it, what was sent in it and what it asks."""
    items = WorkItem.objects.open().about(thread).filter(team=thread.team)
    if not items.filter(kind=ANSWER).exists():
        due_at = clock.end_of_day(answer_day(team))
        open_item(kind=ANSWER, subject=thread, by=by, team=thread.team, due_at=due_at)
    items.update(team=team)
    requests = RequestedDocument.objects.about(thread).filter(team=thread.team)
    given = Document.objects.filter(given_for__request__in=requests.order_by().values("pk"), team=thread.team)
    sent = Document.objects.filter(messages__thread=thread, team=thread.team)
    Document.objects.filter(pk__in=sent.order_by().values("pk").union(given.order_by().values("pk"))).update(team=team)
    about = list(requests.order_by("pk").values_list("pk", flat=True))
    WorkItem.objects.open().filter(subject_id__in=about, team=thread.team).update(team=team)
    requests.update(team=team)
