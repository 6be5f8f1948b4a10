"""`SetAside`: one person for whom a work fails, while it is done for everybody else."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.clock import TOLERANCE, now
from portal.foundation.retention import KeepUntil

if TYPE_CHECKING:
    from portal.people.models import User

FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=1), dt.timedelta(minutes=15)
MOST_COUNTED = 30_000


def wait_after(failures: int) -> dt.timedelta:
    """Return how long before the next try, after so many failures."""
    return min(FIRST_WAIT * 2 ** min(failures - 1, 10), LONGEST_WAIT)


class SetAsideQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "SetAsideQuerySet":
        """A matter of the portal's operation."""
        return self if visibility_of(user).may_everywhere(Permission.OPERATE_PORTAL) else self.none()

    def due(self, at: dt.datetime) -> "SetAsideQuerySet":
        """To try again. Further away than we ever wait: a clock that went ahead placed it, and it is due."""
        return self.filter(Q(retry_at__lte=at) | Q(retry_at__gt=at + LONGEST_WAIT + TOLERANCE))


class SetAside(models.Model):
    """Gone as soon as the work succeeds for that person. It holds the code of what failed and no value."""

    citizen = models.ForeignKey(
        "people.Citizen", on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("personne")
    )
    work = models.CharField(_("travail"), max_length=40)
    code = models.CharField(_("code de l’erreur"), max_length=32)
    since = models.DateTimeField(_("depuis"), default=now)
    failures = models.PositiveSmallIntegerField(_("essais"), default=1)
    retry_at = models.DateTimeField(_("prochain essai"))

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne mise à part")
        verbose_name_plural = _("Personnes mises à part")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["citizen", "work"], name="set_aside_once"),
            models.CheckConstraint(condition=~Q(work="") & ~Q(code=""), name="set_aside_says_what"),
        ]

    class Privacy:
        personal = {"citizen": "clear"}
        retention = [KeepUntil("the work succeeds for that person", by="portal.isolation.actions.retry_due")]

    def __str__(self) -> str:
        return f"{self.work} {self.code}"
