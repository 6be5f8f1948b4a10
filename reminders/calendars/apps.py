"""Django’s registration of `reminders.calendars`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "calendar_feed.made": _("a créé l’adresse de son calendrier"),
    "calendar_feed.revoked": _("a supprimé l’adresse de son calendrier"),
}
"""What the journal says of each action."""


class CalendarsConfig(AppConfig):
    name = "reminders.calendars"
    verbose_name = _("Calendriers")

    def ready(self) -> None:
        sentences.register(SENTENCES)
