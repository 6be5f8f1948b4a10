"""`Version`: one row of the ledger of a noun that an organization publishes.

What is in force today are the noun's own rows, which everything else reads; a version is a snapshot of what was
written. Each noun has its table of versions, with a foreign key named `SUBJECT` and `ledger_constraints`."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.constraints import together
from portal.publishing.adapters import adapter_of


def _account(**more: Any) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, **more)


class Version(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        SUBMITTED = "submitted", _("à approuver par une autre personne")
        SCHEDULED = "scheduled", _("publiée, en vigueur plus tard")
        PUBLISHED = "published", _("en vigueur")
        REPLACED = "replaced", _("remplacée")
        DISCARDED = "discarded", _("abandonnée")

    OPEN = frozenset({State.DRAFT, State.SUBMITTED})
    SUBJECT: ClassVar[str]
    """The foreign key to what is published, whose `versions` these are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("contenu"))
    # Raised by each writing: whoever writes over a later one is told instead.
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(_("état"), max_length=16, choices=State, default=State.DRAFT)
    note = models.CharField(_("ce qui change, en une phrase"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("commencée le"), default=now)
    # None: brought by the reference data.
    author = _account(verbose_name=_("écrite par"))
    edited_at = models.DateTimeField(_("modifiée le"), default=now)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_by = _account(blank=True, editable=False)
    # Not approved: by whom, and why. The words stay until it is asked for again.
    returned_at = models.DateTimeField(null=True, blank=True, editable=False)
    returned_by = _account(blank=True, editable=False)
    returned_why = models.CharField(_("raison du renvoi"), max_length=500, blank=True)
    # The first day on which it rules, in Québec's legal zone; known once published.
    effective_on = models.DateField(_("en vigueur à partir du"), null=True, blank=True)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)
    published_by = _account(blank=True, editable=False)
    discarded_at = models.DateTimeField(null=True, blank=True, editable=False)
    discarded_by = _account(blank=True, editable=False)

    class Meta:
        abstract = True

    class Privacy:
        personal = {
            "author": "clear",
            "submitted_by": "clear",
            "returned_by": "clear",
            "published_by": "clear",
            "discarded_by": "clear",
        }

    def __str__(self) -> str:
        return f"{self.subject} · {self.number}"

    @property
    def subject(self) -> Any:
        """What is published."""
        return getattr(self, self.SUBJECT)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def written(self) -> Any:
        """The content as its noun handles it."""
        return adapter_of(type(self)).read(self.content)


def ledger_constraints(subject: str, prefix: str) -> list[models.BaseConstraint]:
    """Return the constraints of a table of versions. `subject`: its foreign key; `prefix`: of their names."""
    return [*_once(subject, prefix), *_who_and_when(prefix), *_steps(prefix)]


def _once(subject: str, prefix: str) -> list[models.BaseConstraint]:
    """One draft, one version in force, one version for a coming day."""
    return [
        models.UniqueConstraint(fields=[subject, "number"], name=f"{prefix}_number_once"),
        models.UniqueConstraint(
            fields=[subject],
            condition=Q(state__in=["draft", "submitted"]),
            name=f"{prefix}_open_once",
            violation_error_message=_("Un brouillon existe déjà."),
        ),
        models.UniqueConstraint(fields=[subject], condition=Q(state="published"), name=f"{prefix}_in_force_once"),
        models.UniqueConstraint(
            fields=[subject, "effective_on"],
            condition=Q(state="scheduled"),
            name=f"{prefix}_one_a_day",
            violation_error_message=_("Une version est déjà prévue pour ce jour."),
        ),
    ]


def _who_and_when(prefix: str) -> list[models.BaseConstraint]:
    return [
        # The first version may come from the reference data: published by nobody.
        models.CheckConstraint(
            condition=Q(published_at=None, published_by=None) | Q(published_at__isnull=False),
            name=f"{prefix}_published_at_by",
        ),
        models.CheckConstraint(
            condition=Q(state="discarded", discarded_at__isnull=False, discarded_by__isnull=False)
            | ~Q(state="discarded") & Q(discarded_at=None, discarded_by=None),
            name=f"{prefix}_discarded_at_by",
        ),
        together("submitted_at", "submitted_by", name=f"{prefix}_submitted_at_by"),
        models.CheckConstraint(
            condition=Q(returned_at=None, returned_by=None, returned_why="")
            | Q(returned_at__isnull=False, returned_by__isnull=False) & ~Q(returned_why=""),
            name=f"{prefix}_returned_at_by_why",
        ),
    ]


def _steps(prefix: str) -> list[models.BaseConstraint]:
    return [
        # What is taken back before its day was published, and is discarded.
        models.CheckConstraint(
            condition=~Q(state__in=["draft", "submitted", "discarded"]) & Q(published_at__isnull=False)
            | Q(state__in=["draft", "submitted"], published_at=None)
            | Q(state="discarded"),
            name=f"{prefix}_published",
        ),
        models.CheckConstraint(
            condition=Q(published_at=None) | Q(effective_on__isnull=False), name=f"{prefix}_has_its_day"
        ),
        models.CheckConstraint(
            condition=~Q(state="submitted") | Q(submitted_by__isnull=False), name=f"{prefix}_submitted"
        ),
        # Two persons: who asked for it is not who published it.
        models.CheckConstraint(
            condition=Q(submitted_by=None) | Q(published_by=None) | ~Q(published_by=F("submitted_by")),
            name=f"{prefix}_two_persons",
            violation_error_message=_("La personne qui approuve n’est pas celle qui a demandé."),
        ),
    ]
