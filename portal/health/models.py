"""`Heartbeat`: the last sign of life of a process."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of
from portal.foundation.retention import Keep, KeepUntil

STALE_AFTER = dt.timedelta(seconds=60)
FUTURE_AFTER = dt.timedelta(seconds=10)
"""Two machines' clocks differ by less; more is a clock that went ahead, and «now» says nothing any more."""
FORGOTTEN_AFTER = dt.timedelta(days=1)
"""A process that did not say goodbye is an alarm that long; then its machine is gone for good."""


class HeartbeatQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "HeartbeatQuerySet":
        """A matter of the portal's operation."""
        return self if visibility_of(user).may_everywhere(Permission.OPERATE_PORTAL) else self.none()

    def silent(self) -> "HeartbeatQuerySet":
        """Too old, or dated ahead of the real clock."""
        now = dt.datetime.now(dt.UTC)
        return self.filter(Q(at__lt=now - STALE_AFTER) | Q(at__gt=now + STALE_AFTER))


class Heartbeat(models.Model):
    """By the real clock: health is not a matter of demonstration. "worker" says that a task travelled from beat to some
    worker, "beat" that the schedule is kept; "worker/NAME@HOST" and "beat/HOST" are the processes themselves.
    """

    name = models.CharField(_("programme"), primary_key=True, max_length=120)
    at = models.DateTimeField(_("dernier signe"))

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("signe de vie")
        verbose_name_plural = _("Signes de vie")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="heartbeat_named")]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [
            Keep(
                days=1,
                after="at",
                where=Q(name__contains="/"),
                only="processes that are gone; the others are overwritten every few seconds",
                by="portal.health.actions.forget_the_gone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"


class FailingTaskQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "FailingTaskQuerySet":
        """A matter of the portal's operation."""
        return self if visibility_of(user).may_everywhere(Permission.OPERATE_PORTAL) else self.none()


class FailingTask(models.Model):
    """A periodic task that failed the last time it ran; gone as soon as it succeeds. By the real clock."""

    task = models.CharField(_("tâche"), primary_key=True, max_length=120)
    since = models.DateTimeField(_("depuis"))
    failures = models.PositiveIntegerField(_("échecs de suite"), default=1)
    code = models.CharField(_("erreur"), max_length=60)

    objects = FailingTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("tâche en échec")
        verbose_name_plural = _("Tâches en échec")
        constraints = [models.CheckConstraint(condition=~Q(task="") & ~Q(code=""), name="failing_task_named")]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepUntil("the task succeeds", by="portal.health.failing.note_success")]

    def __str__(self) -> str:
        return f"{self.task} {self.code}"
