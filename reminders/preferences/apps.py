"""Django’s registration of `reminders.preferences`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.access import counts
from portal.access.counts import CountedOn
from portal.audit import sentences
from portal.foundation import extensions

SENTENCES = {
    "preferences.read": _("a consulté vos choix et vos coordonnées"),
    "quiet_hours.set": _("a changé les heures de réception des courriels"),
}
"""What the journal says of each action."""


class PreferencesConfig(AppConfig):
    name = "reminders.preferences"
    verbose_name = _("Préférences")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        extensions.fill("space.begin", "reminders/preferences/_offer.html")
        counts.register(
            "email_offers", import_string("reminders.preferences.offered.offered_email"), shown=CountedOn.HOME
        )
