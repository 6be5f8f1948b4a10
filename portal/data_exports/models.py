"""`DataExport`: the package that a person asked for, made by a worker, kept some days."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.data_exports.querysets import DataExportQuerySet
from portal.foundation.retention import EXPORTED_FOR, Keep
from portal.people.models import Citizen

KEPT_FOR = dt.timedelta(days=EXPORTED_FOR)
ERASER = "portal.data_exports.sweeping.erase_old"


class DataExport(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("en attente")
        READY = "ready", _("prêt")
        FAILED = "failed", _("échoué")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="data_exports")
    citizen = models.ForeignKey(Citizen, models.PROTECT, null=True, related_name="data_exports")
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(_("demandé le"), default=clock.now)
    done = models.PositiveIntegerField(_("étapes faites"), default=0)
    total = models.PositiveIntegerField(_("étapes"), default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    # A lease, by the real clock.
    claimed_until = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(_("prêt le"), null=True)
    size = models.PositiveBigIntegerField(_("taille"), default=0)
    storage_key = models.CharField(max_length=32, blank=True)

    objects = DataExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("téléchargement de données")
        verbose_name_plural = _("téléchargements de données")
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(state="waiting"), name="data_export_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="ready", ready_at__isnull=False, storage_key__gt="")
                | ~Q(state="ready") & Q(ready_at=None),
                name="data_export_ready_has_its_file",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(state="waiting"), name="data_export_waiting")]

    class Privacy:
        personal = {"account": "clear", "citizen": "clear"}
        retention = [
            Keep(days=EXPORTED_FOR, after="ready_at", by=ERASER, because="with its file"),
            Keep(days=EXPORTED_FOR, after="asked_at", where=~Q(state="ready"), only="never made", by=ERASER),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} ({self.asked_at:%Y-%m-%d})"

    @property
    def context(self) -> str:
        """The place to which its bytes are sealed."""
        return f"data_exports:{self.pk}:{self.storage_key}"

    @property
    def kept_until(self) -> dt.datetime | None:
        return self.ready_at + KEPT_FOR if self.ready_at else None

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0
