"""What changes topics."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from messaging.topics.indexing import index
from messaging.topics.models import Topic
from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.audit.actions import record
from portal.people.models import User


@transaction.atomic
def write(*, topic: Topic, by: User) -> Topic:
    """Keep a topic, new or changed. Raises PermissionDenied for a team of an organization that one does not
    administer."""
    organization = topic.team.organization
    if organization.pk not in visibility_of(by).organizations_where(Permission.MANAGE_TEAMS):
        raise PermissionDenied
    before = None if topic._state.adding else Topic.objects.select_related("team").get(pk=topic.pk).team
    topic.save()
    record("topic.written", by=by, subject=topic, organization=organization)
    for team in {one.pk: one for one in (before, topic.team) if one}.values():
        index(team)
    return topic
