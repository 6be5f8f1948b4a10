"""`Finding`: what the advisor answered to one person about one program."""

import json
import uuid
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import KeepUntil
from programs.findings.querysets import FindingQuerySet
from programs.rules.verdicts import Verdict


class Finding(models.Model):
    """One per citizen and published program, whatever the answer: that a row exists says nothing.

    Verdict, missing facts, opening day, what was told and what the person answered are sealed together: "could be
    entitled to the compensation of victims of crime" is as sensitive as the facts it rests on. The reasons are computed
    again from the situation when they are shown.
    """

    class Stance(models.TextChoices):
        """What the person says of it; sealed with the answer."""

        RECEIVED = "received", _("J’en bénéficie déjà")
        ASKED = "asked", _("J’ai fait ma demande")
        UNWANTED = "unwanted", _("Pas pour moi")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey("people.Citizen", models.PROTECT, related_name="findings", db_index=False)
    program = models.ForeignKey("programs.Program", models.PROTECT, related_name="findings")
    answer_json = SealedTextField(_("réponse"), sealed_as="findings_finding.answer_json")
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
        retention = [KeepUntil("the situation that it comes from is erased", by="programs.findings.actions.forget")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def answer(self) -> dict[str, Any]:
        return json.loads(self.answer_json) if self.answer_json else {}

    @answer.setter
    def answer(self, answer: dict[str, Any]) -> None:
        self.answer_json = json.dumps(answer)

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.answer["verdict"])

    @property
    def missing(self) -> list[str]:
        """Facts to ask, most decisive first."""
        return self.answer["missing"]

    @property
    def from_on(self) -> date | None:
        """The day within twelve months on which time alone opens the program."""
        held = self.answer.get("from_on")
        return date.fromisoformat(held) if held else None

    @property
    def stance(self) -> str:
        return self.answer.get("stance", "")

    @property
    def is_told(self) -> bool:
        """The person saw it, or was told of it: it is announced once in a life."""
        return self.answer.get("is_told", False)

    @property
    def is_worth_telling(self) -> bool:
        is_lead = self.verdict is Verdict.ELIGIBLE or self.from_on is not None
        return is_lead and not self.is_told and not self.stance
