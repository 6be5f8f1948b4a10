"""`Situation` and `Fact`: what we know of a person, sealed. `AskedFact`: questions already put to them in passing."""

import json
import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.criteria.vocabulary import Given, read_value, write_value
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import KeepUntil, KeepWith
from programs.facts.counters import aged
from programs.facts.crossings import Known, Remembered, given_on
from programs.facts.origins import Origin, Origins
from programs.situations.querysets import AskedFactQuerySet, FactQuerySet, SituationQuerySet


def remembered_of(facts: Iterable["Fact"]) -> Remembered:
    """Each fact with the day it was known; their definitions are read with them."""
    return {fact.definition_id: Known(fact.value, fact.known_on) for fact in facts}


def origins_of(facts: Iterable["Fact"]) -> Origins:
    """Who said each fact, and when."""
    return {fact.definition_id: Origin(fact.source, fact.known_on) for fact in facts}


class Situation(models.Model):
    """One per citizen; kept only when they asked for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.OneToOneField("people.Citizen", models.PROTECT, related_name="situation")
    kept_at = models.DateTimeField(_("conservée"), default=clock.now)

    objects = SituationQuerySet.as_manager()

    class Meta:
        verbose_name = _("situation")
        verbose_name_plural = _("situations")

    class Privacy:
        personal = {"citizen": "clear"}
        retention = [
            KeepUntil("the person erases it, or closes the account", by="programs.situations.actions.erase_situation")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Where its findings are shown."""
        return reverse("findings:result")

    @property
    def held(self) -> list["Fact"]:
        return list(self.facts.select_related("definition"))

    def remembered(self) -> Remembered:
        """Each fact with the day it was known."""
        return remembered_of(self.held)

    def origins(self) -> Origins:
        """Who said each fact, and when."""
        return origins_of(self.facts.all())

    def given(self, as_of: date) -> Given:
        """The facts as of a date, counters aged from the day they were known."""
        return given_on(self.remembered(), as_of)


class Fact(models.Model):
    """One answer: its value is sealed; which question was answered says nothing of the answer."""

    class Source(models.TextChoices):
        CITIZEN = "citizen", _("vous l’avez dit")
        REPRESENTATIVE = "representative", _("votre représentant l’a dit")
        AGENT = "agent", _("vous l’avez dit à un agent, au téléphone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    situation = models.ForeignKey(Situation, models.CASCADE, related_name="facts", db_index=False)
    definition = models.ForeignKey("facts.FactDefinition", models.PROTECT, related_name="+")
    value_json = SealedTextField(_("réponse"), sealed_as="situations_fact.value_json")
    source = models.CharField(_("origine"), max_length=20, choices=Source, default=Source.CITIZEN)
    known_on = models.DateField(_("connu le"), default=clock.today)
    updated_at = models.DateTimeField(_("modifié"), default=clock.now)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        constraints = [
            models.UniqueConstraint(
                fields=["situation", "definition"],
                name="fact_once",
                violation_error_message=_("Cette réponse existe déjà : modifiez-la."),
            )
        ]

    class Privacy:
        personal = {"value_json": "sealed", "source": "clear", "known_on": "clear"}
        retention = [KeepWith("situation")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def value(self) -> Any:
        raw = json.loads(self.value_json)
        return None if raw is None else read_value(self.definition.kind, raw)

    @value.setter
    def value(self, value: Any) -> None:
        self.value_json = json.dumps(write_value(value))

    def as_of(self, on: date) -> Any:
        return aged(self.definition_id, self.value, self.known_on, on)


class AskedFact(models.Model):
    """A question put in the middle of a matter, and whether it was answered: it is not put again. Never the answer."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("réponse conservée")
        ONCE = "once", _("réponse donnée sans la conserver")
        PASSED = "passed", _("laissée sans réponse")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey("people.Citizen", models.PROTECT, related_name="asked", db_index=False)
    definition = models.ForeignKey("facts.FactDefinition", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    settled_at = models.DateTimeField(_("le"), default=clock.now)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AskedFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("question déjà posée")
        verbose_name_plural = _("questions déjà posées")
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "definition"],
                name="asked_once",
                violation_error_message=_("Cette question a déjà été posée."),
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=False, settled_by__isnull=False), name="asked_settled_at_by"
            ),
        ]

    class Privacy:
        personal = {"citizen": "clear", "definition": "clear", "outcome": "clear", "settled_by": "clear"}
        retention = [
            KeepUntil(
                "the person takes it back, or erases their answers", by="programs.situations.actions.erase_situation"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
