"""`Job`: a work over everybody, done part by part, and where it is."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of
from portal.foundation.retention import Keep
from portal.jobs.registered import GRACE, kind_of, words_of

RESUMED_AFTER = dt.timedelta(minutes=2)
"""Without a step, and held by nobody: whoever did it is gone."""
LONGEST_PART = 80
"""Characters of the name of a part."""
STALLED_AFTER = dt.timedelta(minutes=30)


class JobQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> Self:
        """A matter of the portal's operation."""
        return self if visibility_of(user).may_everywhere(Permission.OPERATE_PORTAL) else self.none()

    def unfinished(self) -> Self:
        return self.filter(finished_at=None)


class Job(models.Model):
    """One row for each work (`work`) and each thing that it is done for (`scope`, if any): its last run. Times are by
    the real clock. `cursor` is the last part that was committed, and with it the whole of that part."""

    work = models.CharField(_("travail"), max_length=60)
    scope = models.CharField(_("ce qu’il concerne"), max_length=80, blank=True)
    cursor = models.CharField(_("dernière partie"), max_length=LONGEST_PART, blank=True)
    done = models.PositiveIntegerField(_("parties faites"), default=0)
    total = models.PositiveIntegerField(_("parties"), null=True)
    started_at = models.DateTimeField(_("commencé le"))
    stepped_at = models.DateTimeField(_("dernier pas"))
    finished_at = models.DateTimeField(_("fini le"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("travail de fond")
        verbose_name_plural = _("Travaux de fond")
        ordering = ["work", "scope"]
        constraints = [
            models.UniqueConstraint(fields=["work", "scope"], name="job_once"),
            models.CheckConstraint(condition=~Q(work=""), name="job_named"),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [
            Keep(
                days=90, after="finished_at", because="how long the last runs took; a periodic job writes its row again"
            )
        ]

    def __str__(self) -> str:
        return words_of(self.work)

    @property
    def is_late(self) -> bool:
        """Stopped in the middle, or not ended since its period and `GRACE`. Of a former version: never."""
        kind, at = kind_of(self.work), dt.datetime.now(dt.UTC)
        if kind is None:
            return False
        if self.finished_at is None and self.stepped_at < at - STALLED_AFTER:
            return True
        return kind.every is not None and (self.finished_at or self.started_at) < at - kind.every - GRACE
