"""Django’s registration of `portal.organizations`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "organization.registered": _("a inscrit l’organisme"),
    "organization.renamed": _("a modifié le nom de l’organisme"),
    "organization.described": _("a modifié les coordonnées de l’organisme"),
    "team.made": _("a créé une équipe"),
    "team.changed": _("a modifié une équipe"),
    "role.given": _("a donné un rôle"),
    "role.ended": _("a mis fin à un rôle"),
}
"""What the journal says of each action."""


class OrganizationsConfig(AppConfig):
    name = "portal.organizations"
    verbose_name = _("Organismes")

    def ready(self) -> None:
        sentences.register(SENTENCES)
