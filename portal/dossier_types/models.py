"""`DossierType`: what an organization says of one kind of matter. `NumberSequence`: the last number given. Public
words: no personal column here."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.dossier_types.numbers import LONGEST
from portal.dossier_types.querysets import DossierTypeQuerySet
from portal.dossier_types.stages import DecisionOutcome, DecisionReason, Remedy, Stage, UsualDocument
from portal.foundation.retention import KeepForever, KeepWith
from portal.foundation.words.ordering import ordered_by
from portal.organizations.models import Organization, Team


class DossierType(models.Model):
    few_by_nature = True  # for `foundation.keyset`

    class State(models.TextChoices):
        DRAFT = "draft", _("pas encore publié")
        PUBLISHED = "published", _("publié")
        RETIRED = "retired", _("retiré")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=64, unique=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="dossier_types", verbose_name=_("organisme")
    )
    # Who follows its dossiers. None: any team of the organization opens them.
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="dossier_types", null=True, blank=True, verbose_name=_("équipe responsable")
    )
    title_fr = models.CharField(_("titre"), max_length=120)
    title_en = models.CharField(_("titre en anglais"), max_length=120, blank=True)
    summary_fr = models.CharField(_("ce que c’est, en une phrase"), max_length=300, blank=True)
    summary_en = models.CharField(max_length=300, blank=True)
    number_pattern = models.CharField(_("forme des numéros"), max_length=LONGEST, default="{année}-{rang}")
    # Days, those of weekends included, counted from the opening.
    promised_days = models.PositiveSmallIntegerField(_("délai promis (jours)"), default=30)
    # Lists of objects, as `stages.py` reads them.
    stages = models.JSONField(_("états"), default=list)
    documents = models.JSONField(_("papiers demandés d’habitude"), default=list, blank=True)
    reasons = models.JSONField(_("raisons d’une décision"), default=list, blank=True)
    remedies = models.JSONField(_("recours"), default=list, blank=True)
    letter_fr = models.TextField(_("ce que dit la lettre"), blank=True)
    letter_en = models.TextField(_("ce que dit la lettre, en anglais"), blank=True)
    # What the import wrote, to know whether the organization has edited the row since.
    imported_digest = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("mis à jour"))
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.DRAFT)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True, editable=False)
    # None: brought by the reference data.
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    title_order = ordered_by("title_fr")

    objects = DossierTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("genre de dossier")
        verbose_name_plural = _("genres de dossiers")
        ordering = ["organization__name_order", "title_order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None, published_by=None)
                | Q(state__in=["published", "retired"], published_at__isnull=False),
                name="dossier_type_published_at",
            ),
            models.CheckConstraint(condition=Q(promised_days__gte=1), name="dossier_type_promises_a_day"),
        ]

    class Privacy:
        personal: dict[str, str] = {"published_by": "clear"}
        retention = [KeepForever(because="public information")]

    def __str__(self) -> str:
        return self.title_fr

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def all_stages(self) -> list[Stage]:
        """In their order."""
        return [Stage.of(kept) for kept in self.stages]

    @property
    def all_documents(self) -> list[UsualDocument]:
        return [UsualDocument.of(kept) for kept in self.documents]

    @property
    def all_remedies(self) -> list[Remedy]:
        return [Remedy.of(kept) for kept in self.remedies]

    def reasons_for(self, outcome: Any) -> list[DecisionReason]:
        return [
            reason for reason in map(DecisionReason.of, self.reasons) if reason.outcome == str(DecisionOutcome(outcome))
        ]

    def stage(self, code: str) -> Stage | None:
        return next((stage for stage in self.all_stages if stage.code == code), None)

    def remedy(self, code: str) -> Remedy | None:
        return next((remedy for remedy in self.all_remedies if remedy.code == code), None)


class NumberSequence(models.Model):
    """The rank of the last number given, in a year, or 0 where numbers say no year."""

    dossier_type = models.ForeignKey(DossierType, models.PROTECT, related_name="sequences", db_index=False)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("suite de numéros")
        verbose_name_plural = _("suites de numéros")
        ordering = ["dossier_type", "year"]
        constraints = [models.UniqueConstraint(fields=["dossier_type", "year"], name="dossier_sequence_once")]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepWith("dossier_type", because="a number is never given twice")]

    def __str__(self) -> str:
        return f"{self.dossier_type} {self.year}: {self.last}"
