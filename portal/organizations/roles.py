"""Roles, each described in the sentence that the portal shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
TEAM_ROLES = [Role.AGENT]
ORGANIZATION_ROLES = [Role.SUPERVISOR, Role.ADMINISTRATOR]
