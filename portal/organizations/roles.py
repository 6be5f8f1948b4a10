"""Roles, each described in the sentence that the portal shows."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.access.visibility import Account, visibility_of


class Role(models.TextChoices):
    """What a member of an organization may do. No role sees everything."""

    AGENT = "agent", _("agente ou agent")
    SUPERVISOR = "supervisor", _("superviseure ou superviseur")
    ADMINISTRATOR = "administrator", _("administratrice ou administrateur")
    OPERATOR = "operator", _("exploitation du portail")

    @property
    def sentence(self) -> str:
        return SENTENCES[self]


SENTENCES = {
    Role.AGENT: _("Lit et traite les messages, les documents et les tâches de ses équipes, et de personne d’autre."),
    Role.SUPERVISOR: _(
        "Voit les tâches et les conversations de toutes les équipes de son organisme, et peut y répondre."
    ),
    Role.ADMINISTRATOR: _(
        "Règle les textes, les échéances, les programmes et les équipes de son organisme; "
        "ne lit ni message ni document des citoyens."
    ),
    Role.OPERATOR: _("Crée les organismes et leurs premiers comptes; ne lit aucun dossier."),
}
# Who may give and end which roles: an organization is handed to its first administrator, who names the others.
GIVEN_BY_ADMINISTRATORS = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR})
GIVEN_BY_OPERATORS = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})
TEAM_ROLES = [Role.AGENT]
ORGANIZATION_ROLES = [Role.SUPERVISOR, Role.ADMINISTRATOR]


def may_give(by: Account, *, role: str, organization_id: UUID | None) -> bool:
    """Whether this role is this account's to give or to end; to themselves, nobody may (`actions.give_role`)."""
    visibility = visibility_of(by)
    if organization_id in visibility.organization_ids and role in GIVEN_BY_ADMINISTRATORS:
        return True
    return Role.OPERATOR in visibility.roles and role in GIVEN_BY_OPERATORS
