"""`Holiday`: a table, because governments move them; filled for years ahead, edited by the portal's operators."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    day = models.DateField(_("jour"), primary_key=True)
    name_fr = models.CharField(_("nom"), max_length=80)

    class Meta:
        verbose_name = _("jour férié")
        verbose_name_plural = _("jours fériés")
        ordering = ["day"]

    class Privacy:
        personal: dict[str, str] = {}
        retention = "Public information."

    def __str__(self) -> str:
        return f"{self.name_fr} ({self.day})"
