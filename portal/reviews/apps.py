"""Django’s registration of `portal.reviews`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "portal.reviews"
    verbose_name = _("Approbations")
