"""What a type says of its dossiers, read from its columns: stages, decision reasons, remedies, documents. Pure.

A stage is a state in the words of the person; it answers three questions: where is it, what do you want of me, when
will I know."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

ENGLISH = "en"


class Awaits(models.TextChoices):
    """Whose turn it is."""

    TEAM = "team", _("l’équipe")
    PERSON = "person", _("la personne")


class DecisionOutcome(models.TextChoices):
    GRANTED = "granted", _("acceptée")
    PARTIAL = "partial", _("acceptée en partie")
    REFUSED = "refused", _("refusée")


@dataclass(frozen=True)
class Bilingual:
    """A row of a JSON column, whose texts are in French and in English; what it does not know is left, what is not
    there has its usual value."""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        names = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in names})

    def said(self, name: str, language: str = "") -> str:
        """The words in the language of the person, or in French where there are no others."""
        english = getattr(self, f"{name}_en", "") if language == ENGLISH else ""
        return english or getattr(self, f"{name}_fr")


@dataclass(frozen=True)
class Stage(Bilingual):
    code: str = ""
    name_fr: str = ""
    name_en: str = ""
    where_fr: str = ""
    where_en: str = ""
    want_fr: str = ""
    want_en: str = ""
    when_fr: str = ""
    when_en: str = ""
    awaits: str = Awaits.TEAM.value


@dataclass(frozen=True)
class DecisionReason(Bilingual):
    """Why a decision is what it is."""

    code: str = ""
    outcome: str = DecisionOutcome.REFUSED.value
    words_fr: str = ""
    words_en: str = ""


@dataclass(frozen=True)
class Remedy(Bilingual):
    """What a person may do who does not agree; `days`: to ask for it, counted from the decision."""

    code: str = ""
    name_fr: str = ""
    name_en: str = ""
    days: int = 0
    how_fr: str = ""
    how_en: str = ""


@dataclass(frozen=True)
class UsualDocument(Bilingual):
    """A document usually asked; `document_type`: the code of its type, or nothing."""

    label_fr: str = ""
    label_en: str = ""
    document_type: str = ""
