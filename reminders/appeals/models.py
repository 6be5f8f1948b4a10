"""`Appeal`: the deadline that follows a decision which may be contested."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.dossiers.models import DossierDecision
from portal.foundation.retention import KeepWith
from reminders.appeals.querysets import AppealQuerySet
from reminders.deadlines.models import Deadline


class Appeal(models.Model):
    """Two decisions of a day for one person share a deadline."""

    decision = models.OneToOneField(DossierDecision, models.PROTECT, related_name="+", primary_key=True)
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="appeals")

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("délai de contestation")
        verbose_name_plural = _("délais de contestation")

    class Privacy:
        personal = {"decision": "clear", "deadline": "clear"}
        retention = [KeepWith("deadline")]

    def __str__(self) -> str:
        return f"{self.decision} → {self.deadline_id}"
