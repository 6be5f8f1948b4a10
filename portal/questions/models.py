"""`Question`: what people ask, and the answer that they read; `QuestionVersion`: its ledger. Public words."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.foundation.constraints import together
from portal.foundation.retention import Keep, KeepWith
from portal.foundation.words.ordering import ordered_by
from portal.organizations.models import Organization
from portal.publishing.models import Version, ledger_constraints
from portal.questions.querysets import QuestionQuerySet, QuestionVersionQuerySet


class Question(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("organisme"),
        help_text=_("Vide : une question sur le portail lui-même."),
        db_index=False,
    )
    question_fr = models.CharField(_("question"), max_length=200)
    answer_fr = models.TextField(
        _("réponse"),
        help_text=_("Des mots seulement, sans lien. Une ligne vide commence un paragraphe."),
    )
    question_en = models.CharField(_("question en anglais"), max_length=200, blank=True)
    answer_en = models.TextField(_("réponse en anglais"), blank=True)
    position = models.PositiveSmallIntegerField(
        _("rang"),
        default=100,
        help_text=_(
            "Les plus petits d’abord; à rang égal, par ordre alphabétique. 100 si l’ordre n’a pas d’importance."
        ),
    )
    updated_at = models.DateTimeField(_("mise à jour"), default=clock.now, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("par")
    )
    # Empty: nobody has read it yet; what its draft says is on its row for lists.
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)
    retired_at = models.DateTimeField(_("retirée le"), null=True, blank=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    question_order = ordered_by("question_fr")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question fréquente")
        verbose_name_plural = _("questions fréquentes")
        ordering = ["position", "question_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "question_fr"],
                nulls_distinct=False,
                name="question_once",
                violation_error_message=_("Cette question est déjà posée : modifiez sa réponse."),
            ),
            together("retired_at", "retired_by", name="question_retired_at_by"),
        ]

    class Privacy:
        personal = {"author": "clear", "retired_by": "clear"}
        retention = [Keep(years=2, after="retired_at", because="public: the record of what was said")]

    def __str__(self) -> str:
        return self.question_fr

    def get_absolute_url(self) -> str:
        return f"{reverse('questions:list')}#q-{self.pk}"

    @property
    def is_published(self) -> bool:
        """Whether the public reads it."""
        return self.published_at is not None and self.retired_at is None


class QuestionVersion(Version):
    SUBJECT = "question"

    question = models.ForeignKey(
        Question, models.PROTECT, related_name="versions", verbose_name=_("question"), db_index=False
    )

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version d’une question fréquente")
        verbose_name_plural = _("versions des questions fréquentes")
        ordering = ["question", "-number"]
        constraints = ledger_constraints("question", "question_version")

    class Privacy(Version.Privacy):
        retention = [KeepWith("question", because="what was answered at any past date must stay explainable")]
