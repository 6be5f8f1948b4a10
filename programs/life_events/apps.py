"""Django’s registration of `programs.life_events`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.catalogue import versions


class LifeEventsConfig(AppConfig):
    name = "programs.life_events"
    verbose_name = _("Événements de vie")

    def ready(self) -> None:
        versions.show("life_events.LifeEvent", "life_events.LifeEvent_programs")
