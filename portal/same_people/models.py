"""`SamePerson`: this registration is that person's too."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.foundation.constraints import together
from portal.foundation.retention import Keep, KeepWith
from portal.people.models import Citizen
from portal.same_people.querysets import SamePersonQuerySet


class SamePerson(models.Model):
    """`citizen` was registered once more; `same_as` is the person, with the account when there is one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="same_as_links", verbose_name=_("inscription"))
    same_as = models.ForeignKey(Citizen, models.PROTECT, related_name="duplicate_links", verbose_name=_("personne"))
    joined_at = models.DateTimeField(_("réunies le"), default=clock.now, editable=False)
    joined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("réunies par")
    )
    undone_at = models.DateTimeField(_("séparées le"), null=True, editable=False)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = SamePersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscriptions réunies")
        verbose_name_plural = _("inscriptions réunies")
        ordering = ["-joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["citizen"], condition=Q(undone_at=None), name="same_person_once"),
            models.CheckConstraint(condition=~Q(citizen=F("same_as")), name="same_person_is_another_registration"),
            models.CheckConstraint(
                condition=Q(joined_at__isnull=False, joined_by__isnull=False), name="same_person_joined_at_by"
            ),
            together("undone_at", "undone_by", name="same_person_undone_pair"),
        ]

    class Privacy:
        personal = {"citizen": "clear", "same_as": "clear", "joined_by": "clear", "undone_by": "clear"}
        retention = [
            Keep(years=7, after="undone_at", because="who read whose matters meanwhile"),
            KeepWith("citizen", "same_as"),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
