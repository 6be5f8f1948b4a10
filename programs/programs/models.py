"""`Program`: what an organization offers, as data."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.foundation.retention import KeepForever
from portal.foundation.words.folding import plain
from portal.foundation.words.ordering import ordered_by
from programs.programs.querysets import ProgramQuerySet

CONFIDENCE_WORDS = {
    "official_page": _("page officielle lue"),
    "secondary_page": _("page non officielle, à confirmer par l’organisme"),
    "peer_parameters": _("donnée d’un simulateur, à confirmer par l’organisme"),
    "general_knowledge": _("donnée d’exemple, à confirmer par l’organisme"),
}


class Theme(models.TextChoices):
    FAMILLE = "famille", _("Famille et enfants")
    REVENU = "revenu", _("Revenu")
    EMPLOI = "emploi", _("Emploi")
    LOGEMENT = "logement", _("Logement")
    SANTE = "sante", _("Santé")
    HANDICAP = "handicap", _("Handicap")
    AINES = "aines", _("Personnes aînées")
    AIDANCE = "aidance", _("Proche aidance")
    ETUDES = "etudes", _("Études")
    ACCIDENT = "accident", _("Accident")
    JUSTICE = "justice", _("Justice")
    DECES = "deces", _("Décès d’un proche")


class Program(models.Model):
    """Words, amounts, criteria and sources of one program. The form of the JSON columns is that of
    `programs/reference/programs.yaml`. What an organization edited (`edited_at`) is never overwritten by an import."""

    class State(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        PUBLISHED = "published", _("publié")

    class Jurisdiction(models.TextChoices):
        QUEBEC = "quebec", _("Québec")
        CANADA = "canada", _("Canada")

    class BenefitKind(models.TextChoices):
        PAYMENT = "payment", _("versement")
        TAX_CREDIT = "tax_credit", _("crédit d’impôt")
        INSURANCE = "insurance", _("assurance")
        GRANT = "grant", _("subvention")
        SERVICE = "service", _("service")
        DOCUMENT = "document", _("document")
        LOAN = "loan", _("prêt")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.DRAFT)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="programs", verbose_name=_("organisme")
    )
    name_fr = models.CharField(_("nom"), max_length=200)
    name_en = models.CharField(_("nom (anglais)"), max_length=200)
    summary_fr = models.TextField(_("résumé"))
    summary_en = models.TextField(_("résumé (anglais)"))
    jurisdiction = models.CharField(_("gouvernement"), max_length=10, choices=Jurisdiction)
    theme = models.CharField(_("thème"), max_length=20, choices=Theme)
    benefit_kind = models.CharField(_("genre d’aide"), max_length=20, choices=BenefitKind)
    is_automatic = models.BooleanField(_("versé sans demande dans la plupart des cas"), default=False)
    amounts = models.JSONField(_("montants"), default=list, blank=True)
    criteria = models.JSONField(_("critères"))
    screening_facts = models.JSONField(_("faits à demander en premier"), default=list, blank=True)
    steps_fr = models.JSONField(_("démarche"), default=list, blank=True)
    steps_en = models.JSONField(_("démarche (anglais)"), default=list, blank=True)
    documents = models.JSONField(_("papiers"), default=list, blank=True)
    sources = models.JSONField(_("sources"), default=list, blank=True)
    examples = models.JSONField(_("exemples"), default=list, blank=True)
    official_url = models.URLField(_("page officielle"), max_length=400, blank=True)
    is_official_url_read = models.BooleanField(_("page officielle lue"), default=False)
    holds_for = models.CharField(_("valable pour"), max_length=80, blank=True)
    criteria_confidence = models.CharField(_("confiance des critères"), max_length=30, choices=CONFIDENCE_WORDS)
    amounts_confidence = models.CharField(_("confiance des montants"), max_length=30, choices=CONFIDENCE_WORDS)
    not_checked_fr = models.TextField(_("ce qui n’est pas vérifié ici"), blank=True)
    not_checked_en = models.TextField(_("ce qui n’est pas vérifié ici (anglais)"), blank=True)
    search_text = models.TextField(editable=False, default="")
    name_order = ordered_by("name_fr")
    source_digest = models.CharField(editable=False, max_length=64, blank=True)
    updated_at = models.DateTimeField(_("dernière mise à jour"), default=clock.now)
    edited_at = models.DateTimeField(_("modifié par l’organisme"), null=True, blank=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("confirmé par l’organisme"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["name_order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(edited_at__isnull=True, edited_by__isnull=True)
                | models.Q(edited_at__isnull=False, edited_by__isnull=False),
                name="program_edited_at_by",
                violation_error_message=_("Une modification a une date et une personne, ou aucune des deux."),
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="program_reviewed_at_by",
                violation_error_message=_("Une confirmation a une date et une personne, ou aucune des deux."),
            ),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepForever(because="public reference; an ended program explains its past findings")]

    def __str__(self) -> str:
        return self.name_fr

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The search text follows the words, whoever writes them."""
        parts = (self.name_fr, self.name_en, self.summary_fr, self.get_theme_display(), self.organization.name_fr)
        self.search_text = plain(" ".join(str(part) for part in parts))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("programs:program", args=[self.code])

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_confirmed(self) -> bool:
        """Until its organization confirms it, a program is example data."""
        return self.reviewed_at is not None
