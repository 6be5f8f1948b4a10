"""`Mandate`: somebody acts for a citizen."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.account_notices.outbox import Outgoing
from portal.foundation.retention import Keep
from portal.mandates.querysets import MandateInvitationQuerySet, MandateQuerySet
from portal.mandates.scope_fields import Scoped
from portal.organizations.models import Organization
from portal.people.models import Citizen


class MandateKind(models.TextChoices):
    PARENT = "parent", _("autorité parentale")
    HELPER = "helper", _("personne aidante")
    LEGAL = "legal", _("mandat légal")


class Mandate(Scoped):
    """Parental authority, a helper's, or a legal mandate (Civil Code of Québec, a. 192, 2130, 2166)."""

    Kind = MandateKind

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(
        Citizen, models.PROTECT, related_name="mandates", verbose_name=_("personne représentée")
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates", verbose_name=_("qui agit")
    )
    kind = models.CharField(_("genre"), max_length=10, choices=MandateKind)
    revoked_at = models.DateTimeField(_("révoqué le"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        constraints = [
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="mandate_revoked_pair",
            ),
        ]

    class Privacy:
        personal = {"citizen": "clear", "holder": "clear", "kind": "clear"}
        retention = [
            Keep(years=7, after="revoked_at", because="to prove who acted for whom"),
            Keep(years=7, after="ends_on", where=Q(revoked_at=None), only="never revoked"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.starts_on})"
