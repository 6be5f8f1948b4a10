"""Django’s registration of `portal.contact_changes`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.access import counts
from portal.access.counts import CountedOn
from portal.audit import sentences
from portal.isolation import works
from portal.isolation.works import IsolatedWork

# What may fail for one person and go on for the others. Named by string: models are not there yet.
WORKS = {
    "portal.contact_alerts": IsolatedWork(
        _("Les alertes d’un changement de ses coordonnées ne partent pas"),
        "portal.contact_changes.sending.compose_waiting_of",
    ),
}

SENTENCES = {
    "contact_change.made": _("a changé une adresse courriel ou un numéro, que l’ancien peut annuler pendant 72 heures"),
    "contact_change.told": _("a averti d’un changement d’adresse courriel ou de numéro"),
    "contact_change.undone": _("a annulé un changement d’adresse courriel ou de numéro"),
    "details_change.made": _("a changé un nom, une naissance ou une adresse, ce qui peut être annulé"),
    "details_change.told": _("a averti d’un changement de nom, de naissance ou d’adresse"),
    "details_change.undone": _("a annulé un changement de nom, de naissance ou d’adresse"),
    "contact_change.lifted": _("a permis de nouveau de changer l’adresse courriel et le numéro"),
    "contact_change.read": _("a consulté un changement d’adresse courriel ou de numéro"),
    "contact_change.refused": _("a tenté d’annuler un changement sans la bonne preuve"),
}
"""What the journal says of each action."""
NOTED = {
    "details_change.made": _("a changé votre nom, votre naissance ou votre adresse, ce qui peut être annulé"),
    "contact_change.made": _(
        "a changé votre adresse courriel ou votre numéro, que l’ancien peut annuler pendant 72 heures"
    ),
}
"""The same when an agent writes what the person says."""


class ContactChangesConfig(AppConfig):
    name = "portal.contact_changes"
    verbose_name = _("Changements de coordonnées")

    def ready(self) -> None:
        works.register(WORKS)
        sentences.register(SENTENCES)
        sentences.register_noted(NOTED)
        undoable = import_string("portal.contact_changes.current.undoable_of")
        counts.register("contact_changes", undoable, shown=CountedOn.HOME)
        counts.register(
            "frozen_contacts", import_string("portal.contact_changes.current.freezing_of"), shown=CountedOn.HOME
        )
