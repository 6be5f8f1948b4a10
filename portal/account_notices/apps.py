"""Django’s registration of `portal.account_notices`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountNoticesConfig(AppConfig):
    name = "portal.account_notices"
    verbose_name = _("Avis de compte")
