"""Django’s registration of `portal.people`."""

from importlib import import_module

from django.apps import AppConfig
from django.core.checks import Tags
from django.core.checks import register as register_check
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "account.session_ended": _("a déconnecté un de ses appareils"),
    "citizen.amended": _("a modifié son adresse, sa langue ou son fuseau horaire"),
    "citizen.created": _("a créé son compte"),
    "citizen.death_recorded": _("a noté un décès"),
    "citizen.death_undone": _("a retiré un décès noté par erreur"),
    "citizen.described": _("a indiqué sa date de naissance"),
    "citizen.email_noted": _("a noté votre adresse courriel"),
    "citizen.email_confirmed": _("a confirmé son adresse courriel"),
    "citizen.phone_set": _("a enregistré son numéro de téléphone"),
    "citizen.phone_freed": _("a confirmé un numéro qui était aussi le vôtre"),
    "citizen.read": _("a consulté vos coordonnées"),
    "citizen.renamed": _("a changé son nom"),
    "citizen.registered": _("a inscrit une personne sans compte"),
}
"""What the journal says of each action."""
NOTED = {
    "citizen.amended": _("a noté votre adresse, votre langue ou votre fuseau horaire"),
    "citizen.described": _("a noté votre date de naissance"),
    "citizen.phone_set": _("a noté votre numéro de téléphone"),
}
"""The same when an agent writes what the person says."""


class PeopleConfig(AppConfig):
    name = "portal.people"
    verbose_name = _("Personnes")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        sentences.register_noted(NOTED)
        register_check(import_string("portal.people.checks.zones_known"), Tags.database)
        # A second factor is added: the session is noted here, before `portal.staff` puts the roles into effect.
        import_module("portal.people.factors")
