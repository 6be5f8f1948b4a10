"""`Finding`: what the advisor answered to one person about one program."""

import json
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.crypto.fields import SealedTextField
from programs.findings.querysets import FindingQuerySet
from programs.rules.verdicts import Verdict


class Finding(models.Model):
    """One per citizen and published program, whatever the answer: that a row exists says nothing.

    Verdict and missing facts are sealed together: "could be entitled to the compensation of victims of crime" is as
    sensitive as the facts it rests on. The reasons are computed again from the situation when they are shown.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey("portal.Citizen", models.PROTECT, related_name="findings")
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="findings")
    answer_json = SealedTextField(_("réponse"))
    as_of = models.DateField(_("en date du"), default=clock.today)
    changed_at = models.DateTimeField(_("changée"), default=clock.now)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("piste")
        verbose_name_plural = _("pistes")
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "program"],
                name="finding_once",
                violation_error_message=_("Cette piste existe déjà."),
            )
        ]

    class Privacy:
        personal = {"citizen": "clear", "program": "clear", "answer_json": "sealed"}
        retention = "with the situation it comes from"

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def verdict(self) -> Verdict:
        return Verdict(json.loads(self.answer_json)["verdict"])

    @property
    def missing(self) -> list[str]:
        """Facts to ask, most decisive first."""
        return json.loads(self.answer_json)["missing"]
