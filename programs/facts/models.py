"""`FactDefinition`: one fact of the common vocabulary, with its words."""

import re

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.criteria.days import MONTH, YEAR
from portal.criteria.vocabulary import FactKind
from portal.foundation.retention import KeepForever
from programs.facts.crossings import AGING
from programs.facts.kinds import fact_kind
from programs.facts.querysets import FactDefinitionQuerySet

HOUSEHOLD = "household_type"
_EMPTY_IF_NONE = re.compile(r" \(vide si aucune?\)$")


class FactDefinition(models.Model):
    """Imported from `programs/reference/facts.yaml`: what is asked, in which words, why, how sensitive it is."""

    class Type(models.TextChoices):
        BOOL = "bool", _("oui ou non")
        INT = "int", _("nombre entier")
        NUMBER = "number", _("nombre")
        DATE = "date", _("date")
        CHOICE = "choice", _("un choix")
        MULTI = "multi", _("plusieurs choix")
        LIST = "list", _("liste de personnes")

    class Sensitivity(models.TextChoices):
        LOW = "low", _("faible")
        PERSONAL = "personal", _("personnel")
        SENSITIVE = "sensitive", _("sensible")
        VERY_SENSITIVE = "very_sensitive", _("très sensible")

    code = models.SlugField(_("code"), max_length=60, primary_key=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    type = models.CharField(_("type"), max_length=10, choices=Type)
    unit = models.CharField(_("unité"), max_length=20, blank=True)
    choices = models.JSONField(_("choix"), default=list, blank=True)
    is_nullable = models.BooleanField(_("peut ne pas être arrivé"), default=False)
    is_derived = models.BooleanField(_("calculé, jamais demandé"), default=False)
    derived_from = models.JSONField(_("calculé à partir de"), default=list, blank=True)
    label_fr = models.CharField(_("question"), max_length=200)
    label_en = models.CharField(_("question (anglais)"), max_length=200)
    why_fr = models.CharField(_("pourquoi la poser"), max_length=300, blank=True)
    why_en = models.CharField(_("pourquoi la poser (anglais)"), max_length=300, blank=True)
    # As it is asked on a page or read aloud, when the label is not itself a question.
    question_fr = models.CharField(_("telle que posée"), max_length=200, blank=True, default="")
    rule_fr = models.CharField(_("règle de calcul"), max_length=300, blank=True)
    rule_en = models.CharField(_("règle de calcul (anglais)"), max_length=300, blank=True)
    sensitivity = models.CharField(_("sensibilité"), max_length=20, choices=Sensitivity, default=Sensitivity.PERSONAL)
    updated_at = models.DateTimeField(_("modifié"), default=clock.now)

    objects = FactDefinitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("fait")
        verbose_name_plural = _("vocabulaire des faits")
        ordering = ["position", "code"]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepForever(because="public reference")]

    def __str__(self) -> str:
        return self.label_fr

    @property
    def kind(self) -> FactKind:
        choices = tuple(choice["id"] for choice in self.choices)
        return fact_kind(self.code, self.type, choices, nullable=self.is_nullable, is_derived=self.is_derived)

    @property
    def measure(self) -> str:
        """Its unit; that of an age or of a time since, which are computed, is known by what they count."""
        return self.unit or {YEAR: "years", MONTH: "months"}.get(AGING[self.code][1] if self.code in AGING else 0, "")

    @property
    def according(self) -> str:
        """After what varies with this fact: a limit «selon votre ménage»."""
        if self.code == HOUSEHOLD:
            return gettext("selon votre ménage")
        return gettext("selon «\u00a0%s\u00a0»") % self.short_label

    @property
    def according_en(self) -> str:
        return "depending on the household" if self.code == HOUSEHOLD else f"depending on {self.label_en.lower()}"

    def count_words(self, count: int) -> str:
        """How many are in a list, which is that of children."""
        return ngettext("%(count)s enfant", "%(count)s enfants", count) % {"count": count}

    @property
    def question(self) -> str:
        """As asked on a page: a sentence. A box says "it did not happen", so the words need not."""
        return self.question_fr or _EMPTY_IF_NONE.sub("", self.label_fr)

    @property
    def short_label(self) -> str:
        """Without the precision in parentheses, for lists."""
        return self.label_fr.split(" (")[0]
