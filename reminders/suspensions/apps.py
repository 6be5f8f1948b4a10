"""Django’s registration of `reminders.suspensions`."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.access import counts
from portal.audit import sentences
from portal.foundation import extensions

SENTENCES = {
    "contact.suspended": _("a cessé d’utiliser une coordonnée qui refuse les messages"),
    "contact.resumed": _("a repris l’usage d’une coordonnée"),
}
"""What the journal says of each action."""


class SuspensionsConfig(AppConfig):
    name = "reminders.suspensions"
    verbose_name = _("Coordonnées suspendues")

    def ready(self) -> None:
        extensions.fill("page.banners", "reminders/suspensions/_banner.html")
        sentences.register(SENTENCES)
        counts.register("suspended_points", import_string("reminders.suspensions.current.suspended_of"))
        confirmed = import_string("reminders.suspensions.receivers.on_citizen_saved")
        post_save.connect(confirmed, sender="people.Citizen", dispatch_uid="reminders.suspensions")
