"""Django’s registration of `reminders.holidays`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "holidays.imported": _("a ajouté les jours fériés des prochaines années"),
    "holiday.set": _("a ajouté ou modifié un jour férié"),
    "holiday.removed": _("a retiré un jour férié"),
}
"""What the journal says of each action."""


class HolidaysConfig(AppConfig):
    name = "reminders.holidays"
    verbose_name = _("Jours fériés")

    def ready(self) -> None:
        sentences.register(SENTENCES)
