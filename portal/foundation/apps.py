"""Django’s registration of `portal.foundation`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.foundation.words.plurals import begin_at_two


class FoundationConfig(AppConfig):
    name = "portal.foundation"
    verbose_name = _("Fondations")

    def ready(self) -> None:
        begin_at_two()
