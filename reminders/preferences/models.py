"""`QuietHours`: when a person lets e-mails arrive. SMS have their own, for everyone (promise P12)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.foundation.retention import KeepWith, once_closed
from portal.people.models import Citizen
from reminders.preferences.querysets import QuietHoursQuerySet


class QuietHours(models.Model):
    """Local hours of the person's zone. E-mails leave from `opens` to `closes`; no row: at any hour."""

    citizen = models.OneToOneField(Citizen, on_delete=models.PROTECT, primary_key=True, related_name="quiet_hours")
    opens = models.TimeField(_("à partir de"))
    closes = models.TimeField(_("jusqu’à"))

    objects = QuietHoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("heures de réception")
        verbose_name_plural = _("heures de réception")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")),
                name="quiet_hours_in_order",
                violation_error_message=_("L’heure de fin doit suivre l’heure de début."),
            )
        ]

    class Privacy:
        personal = {"citizen": "clear", "opens": "clear", "closes": "clear"}
        retention = [once_closed(), KeepWith("citizen")]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"
