"""`CatalogueEntry`, a line of the index; `Synonym`, people's own word; `SynonymVersion`, what was in force when."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.catalogue.querysets import CatalogueEntryQuerySet, SynonymQuerySet, SynonymVersionQuerySet
from portal.foundation.constraints import together
from portal.foundation.retention import KeepForever, KeepUntil
from portal.foundation.words.folding import plain
from portal.foundation.words.ordering import ordered_by
from portal.organizations.models import Organization

LICENCE = "https://creativecommons.org/licenses/by/4.0/deed.fr"
"""That of Québec's open data (donneesquebec.ca, «Licence»: CC BY 4.0)."""


class CatalogueEntry(models.Model):
    """Written by the app that owns the subject, each time its public words change; read by the search."""

    class Section(models.TextChoices):
        PROGRAM = "program", _("Programmes et aides")
        DEADLINE = "deadline", _("Échéances et rendez-vous")
        QUESTION = "question", _("Questions fréquentes")
        LIFE_EVENT = "life_event", _("Événements de vie")
        TEAM = "team", _("Services à qui écrire")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    section = models.CharField(max_length=12, choices=Section)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    theme = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    address = models.CharField(max_length=300)
    # Plain words, see `portal.foundation.words.folding.plain`: title and keywords, then all the rest.
    lookalike = models.TextField(editable=False)
    body = models.TextField(editable=False)
    vector = models.GeneratedField(
        expression=SearchVector("lookalike", weight="A", config="french")
        + SearchVector("body", weight="C", config="french"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    updated_at = models.DateTimeField(default=clock.now)
    title_order = ordered_by("title")

    objects = CatalogueEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entrée du catalogue")
        verbose_name_plural = _("entrées du catalogue")
        ordering = ["title_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["subject_type", "subject_id"], name="entry_once")]
        indexes = [
            GinIndex(fields=["vector"], name="entry_vector"),
            GinIndex(OpClass("lookalike", name="gin_trgm_ops"), name="entry_lookalike"),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [
            KeepUntil("its subject is no longer published", by="portal.catalogue.actions.remove", because="public")
        ]

    def __str__(self) -> str:
        return self.title


class Synonym(models.Model):
    """«chômage» also means «assurance-emploi». The search adds the meaning, it never replaces.

    The search is everybody's: any organization proposes, the operation of the portal decides.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposé")
        IN_FORCE = "in_force", _("en service")
        REFUSED = "refused", _("refusé")
        WITHDRAWN = "withdrawn", _("retiré")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    term = models.CharField(_("ce que les gens écrivent"), max_length=60)
    meaning = models.CharField(_("ce que nous écrivons"), max_length=100)
    term_plain = models.CharField(max_length=60, editable=False)
    written_at = models.DateTimeField(_("écrit le"), default=clock.now, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("par")
    )
    state = models.CharField(
        _("état"), max_length=10, choices=State, default=State.PROPOSED, db_default=State.PROPOSED, editable=False
    )
    # None and in force: written by the reference.
    decided_at = models.DateTimeField(_("décidé le"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("décidé par"),
    )
    refused_why = models.CharField(_("pourquoi"), max_length=200, blank=True, editable=False)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("synonyme")
        verbose_name_plural = _("synonymes")
        ordering = ["term_plain", "meaning"]
        constraints = [
            models.UniqueConstraint(
                fields=["term_plain", "meaning"],
                name="synonym_once",
                violation_error_message=_("Ce synonyme est déjà noté."),
            ),
            together("decided_at", "decided_by", name="synonym_decided_at_by"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at=None)
                | Q(state="in_force")
                | Q(state__in=["refused", "withdrawn"], decided_at__isnull=False),
                name="synonym_state_was_decided",
            ),
            models.CheckConstraint(condition=Q(state="refused") ^ Q(refused_why=""), name="synonym_refused_says_why"),
        ]

    class Privacy:
        personal = {"author": "clear", "decided_by": "clear"}
        retention = [KeepForever(because="public words: what the search said, once in force")]

    def __str__(self) -> str:
        return f"{self.term} → {self.meaning}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.term_plain = plain(self.term)
        super().save(*args, **kwargs)

    @property
    def is_in_force(self) -> bool:
        return self.state == self.State.IN_FORCE

    @property
    def was_in_force(self) -> bool:
        """Whether the search said it once: it is then withdrawn, never erased."""
        return self.state in {self.State.IN_FORCE, self.State.WITHDRAWN}


class SynonymVersion(models.Model):
    """All the synonyms in force after one decision, so that any former set can be put back. Never changed."""

    number = models.PositiveIntegerField(_("version"), primary_key=True)
    synonyms = ArrayField(models.UUIDField())
    made_at = models.DateTimeField(_("décidée le"), default=clock.now)
    # None: written by the reference.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("par")
    )

    objects = SynonymVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version des synonymes")
        verbose_name_plural = _("versions des synonymes")
        ordering = ["-number"]

    class Privacy:
        personal = {"author": "clear"}
        retention = [KeepForever(because="ids of public words: what the search said")]

    def __str__(self) -> str:
        return gettext("version %(number)s") % {"number": self.number}
