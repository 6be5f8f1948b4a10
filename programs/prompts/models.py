"""`Prompt`: one question, where it is asked, in which words, and the programs that its answer may open."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.foundation.constraints import together
from portal.foundation.retention import KeepForever
from programs.prompts.querysets import PromptQuerySet


class Prompt(models.Model):
    """Configured by an organization. `deadlines` names kinds of `reminders` by code only. Imported ones have a `code`
    (`programs/reference/prompts.yaml`); what an organization edited (`edited_at`) is never overwritten by an import."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=60, blank=True, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="prompts", verbose_name=_("organisme")
    )
    team = models.ForeignKey(
        "organizations.Team",
        models.PROTECT,
        related_name="prompts",
        null=True,
        blank=True,
        verbose_name=_("dans les dossiers et les conversations de cette équipe"),
    )
    life_event = models.ForeignKey(
        "life_events.LifeEvent",
        models.PROTECT,
        related_name="prompts",
        null=True,
        blank=True,
        verbose_name=_("sur la page de cet événement de vie"),
    )
    deadlines = models.JSONField(_("dans le suivi de ces échéances"), default=list, blank=True)
    fact = models.ForeignKey(
        "facts.FactDefinition", models.PROTECT, related_name="prompts", verbose_name=_("fait demandé")
    )
    question_fr = models.CharField(_("question"), max_length=120, blank=True)
    question_en = models.CharField(_("question (anglais)"), max_length=120, blank=True)
    precision_fr = models.CharField(_("précision sous la question"), max_length=200, blank=True)
    precision_en = models.CharField(_("précision (anglais)"), max_length=200, blank=True)
    programs = models.ManyToManyField(
        "programs.Program", related_name="prompts", verbose_name=_("programmes que la réponse peut ouvrir")
    )
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    source_digest = models.CharField(editable=False, max_length=64, blank=True)
    updated_at = models.DateTimeField(_("modifiée"), default=clock.now, editable=False)
    edited_at = models.DateTimeField(_("modifiée par l’organisme"), null=True, blank=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    retired_at = models.DateTimeField(_("retirée"), null=True, blank=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = PromptQuerySet.as_manager()

    class Meta:
        verbose_name = _("question au bon moment")
        verbose_name_plural = _("questions au bon moment")
        ordering = ["organization", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="prompt_code_once"),
            models.CheckConstraint(
                condition=Q(team__isnull=False) | Q(life_event__isnull=False) | ~Q(deadlines=[]),
                name="prompt_has_a_place",
                violation_error_message=_("Choisissez au moins un endroit où poser la question."),
            ),
            together("edited_at", "edited_by", name="prompt_edited_at_by"),
            together("retired_at", "retired_by", name="prompt_retired_at_by"),
        ]

    class Privacy:
        personal = {"edited_by": "clear", "retired_by": "clear"}
        retention = [KeepForever(because="public reference; a retired question explains what was asked")]

    def __str__(self) -> str:
        return self.question_fr or self.fact.question

    @property
    def question(self) -> str:
        """In the reader's language; without words of its own, the vocabulary's."""
        if (get_language() or "fr").startswith("en"):
            return self.question_en or self.fact.label_en
        return self.question_fr or self.fact.question

    @property
    def precision(self) -> str:
        is_english = (get_language() or "fr").startswith("en")
        return (self.precision_en if is_english else "") or self.precision_fr
