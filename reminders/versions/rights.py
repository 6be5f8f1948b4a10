"""Who may write about a kind."""

import uuid

from django.core.exceptions import PermissionDenied

from portal.access.visibility import visibility_of
from portal.people.models import User


def must_administer(organization_id: uuid.UUID, by: User) -> None:
    """Raises PermissionDenied to all but an administrator of that organization."""
    if organization_id not in visibility_of(by).organization_ids:
        raise PermissionDenied
