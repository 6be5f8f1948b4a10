"""`Heartbeat`: the last sign of life of a process."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

STALE_AFTER = dt.timedelta(seconds=60)


class Heartbeat(models.Model):
    """One row per kind of process ("beat", "worker"), by the real clock: health is not a matter of demonstration."""

    name = models.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("signe de vie")
        verbose_name_plural = _("signes de vie")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="heartbeat_named")]

    class Privacy:
        personal: dict[str, str] = {}
        retention = "overwritten every few seconds"

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"
