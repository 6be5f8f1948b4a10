"""Django’s registration of `portal.pages`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "portal.pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        import_string("portal.pages.first_choices.register")()
