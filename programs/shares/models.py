"""`FindingShare`: a finding as it was the day its person showed it to a team."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.foundation.constraints import together
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Empty, KeepWith
from programs.shares.querysets import FindingShareQuerySet


class FindingShare(models.Model):
    """The agent reads this snapshot and nothing else: neither the situation nor the other findings."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(
        "people.Citizen", models.PROTECT, related_name="shared_findings", verbose_name=_("personne")
    )
    # Erasing one's answers takes the findings and what was shown of them; the journal keeps that it was shown.
    finding = models.ForeignKey("findings.Finding", models.CASCADE, related_name="shares", verbose_name=_("piste"))
    team = models.ForeignKey(
        "organizations.Team",
        models.PROTECT,
        related_name="shared_findings",
        verbose_name=_("équipe"),
        db_index=False,
    )
    # {"program", "verdict", "from_on", "reasons": [{"depth", "icon", "state", "text"}], "questions"}: words as its
    # person reads them, without the value of any answer.
    # None once it is taken back or past its day.
    snapshot_json = SealedTextField(_("piste"), null=True, sealed_as="shares_findingshare.snapshot_json")
    shared_at = models.DateTimeField(_("montrée le"), default=clock.now)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("montrée par")
    )
    until = models.DateField(_("jusqu’au"))
    revoked_at = models.DateTimeField(_("reprise le"), null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    objects = FindingShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("piste montrée à mon équipe")
        verbose_name_plural = _("pistes montrées à mon équipe")
        ordering = ["-shared_at", "-pk"]
        indexes = [models.Index(fields=["team", "-shared_at", "-id"], name="finding_share_of_team")]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "team"],
                condition=Q(revoked_at=None),
                name="finding_share_once",
                violation_error_message=_("Cette piste est déjà montrée à cette équipe."),
            ),
            together("revoked_at", "revoked_by", name="finding_share_revoked_at_by"),
            models.CheckConstraint(
                condition=Q(shared_at__isnull=False, shared_by__isnull=False), name="finding_share_shared_at_by"
            ),
        ]

    class Privacy:
        personal = {
            "citizen": "clear",
            "finding": "clear",
            "team": "clear",
            "snapshot_json": "sealed",
            "shared_by": "clear",
            "revoked_by": "clear",
        }
        retention = [
            Empty(
                fields=("snapshot_json",),
                until="when taken back, or past its day",
                by="programs.shares.actions.empty_past",
            ),
            KeepWith("finding", because="the empty row is the proof that it was shown"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def snapshot(self) -> dict[str, Any]:
        return json.loads(self.snapshot_json) if self.snapshot_json else {}

    @snapshot.setter
    def snapshot(self, snapshot: dict[str, Any]) -> None:
        self.snapshot_json = json.dumps(snapshot)

    @property
    def is_current(self) -> bool:
        return self.revoked_at is None and self.until >= clock.today()
