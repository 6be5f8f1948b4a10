"""Note a contact."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.audit.actions import record
from portal.contact_notes.models import ContactNote
from portal.organizations.models import Team
from portal.people.models import Citizen, User


@transaction.atomic
def note(*, citizen: Citizen, team: Team, way: str, text: str, by: User) -> ContactNote:
    """Keep what was said by telephone, at the counter or on paper. Raises PermissionDenied."""
    visibility = visibility_of(by)
    if team.pk not in visibility.team_ids or not visibility.may(Permission.SERVE_PEOPLE):
        raise PermissionDenied
    noted = ContactNote.objects.create(citizen=citizen, team=team, way=way, text=text, by=by)
    detail = {"way": str(way)}
    record("contact.noted", by=by, subject=noted, citizen=citizen, organization=team.organization, detail=detail)
    return noted
