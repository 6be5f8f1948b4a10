"""Django’s registration of `reminders.preferences`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

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
