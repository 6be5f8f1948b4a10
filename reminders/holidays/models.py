"""`Holiday`: a table, because governments move them; filled for years ahead, edited by the portal's operators."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.retention import KeepForever
from reminders.holidays.querysets import HolidayQuerySet


class Holiday(models.Model):
    day = models.DateField(
        _("jour"),
        primary_key=True,
        error_messages={"unique": _("Ce jour est déjà dans la liste. Ouvrez-le pour changer son nom.")},
    )
    name_fr = models.CharField(_("nom"), max_length=80)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("jour férié")
        verbose_name_plural = _("jours fériés")
        ordering = ["day"]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepForever(because="public information")]

    def __str__(self) -> str:
        return self.name_fr


class FilledYear(models.Model):
    """A year is filled once. From then on it belongs to the operators: what they changed or took away stays so."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    filled_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["year"]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepForever(because="as long as the portal")]

    def __str__(self) -> str:
        return str(self.year)
