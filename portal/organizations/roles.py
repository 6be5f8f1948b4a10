"""Where each role is held, and who may give it."""

from uuid import UUID

from portal.access.permissions import Permission, Role
from portal.access.visibility import Account, visibility_of

# An organization is handed to its first administrator, who names the others.
GIVEN_BY_ADMINISTRATORS = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR})
GIVEN_BY_OPERATORS = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})
TEAM_ROLES = [Role.AGENT]
ORGANIZATION_ROLES = [Role.SUPERVISOR, Role.ADMINISTRATOR]


def may_give(by: Account, *, role: str, organization_id: UUID | None) -> bool:
    """Whether this role is this account's to give or to end; to themselves, nobody may (`actions.give_role`)."""
    visibility = visibility_of(by)
    if organization_id in visibility.organizations_where(Permission.MANAGE_STAFF) and role in GIVEN_BY_ADMINISTRATORS:
        return True
    return visibility.may_everywhere(Permission.MANAGE_STAFF) and role in GIVEN_BY_OPERATORS
