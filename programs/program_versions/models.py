"""`ProgramVersion`: the ledger of drafts and published versions of a program. What is in force today is the `Program`
row itself, which the advisor reads; a version is a snapshot of what was written."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.retention import KeepWith
from programs.program_versions.querysets import ProgramVersionQuerySet
from programs.programs.models import Program


def _account(**more: object) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, **more)


class ProgramVersion(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        SUBMITTED = "submitted", _("à approuver par une autre personne")
        SCHEDULED = "scheduled", _("publiée, en vigueur plus tard")
        PUBLISHED = "published", _("en vigueur")
        REPLACED = "replaced", _("remplacée")
        DISCARDED = "discarded", _("abandonnée")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="versions", verbose_name=_("programme"))
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

    objects = ProgramVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version d’un programme")
        verbose_name_plural = _("versions des programmes")
        ordering = ["program", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="program_version_number_once"),
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(state__in=["draft", "submitted"]),
                name="program_version_draft_once",
                violation_error_message=_("Un brouillon de ce programme existe déjà."),
            ),
            models.UniqueConstraint(
                fields=["program"], condition=Q(state="published"), name="program_version_in_force_once"
            ),
            models.UniqueConstraint(
                fields=["program", "effective_on"],
                condition=Q(state="scheduled"),
                name="program_version_one_a_day",
                violation_error_message=_("Une version est déjà prévue pour ce jour."),
            ),
            # The first version may come from the reference data: published by nobody.
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None) | Q(published_at__isnull=False),
                name="program_version_published_at_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["draft", "submitted", "discarded"]) & Q(published_at__isnull=False)
                | Q(state__in=["draft", "submitted"], published_at=None)
                | Q(state="discarded"),
                name="program_version_published",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(effective_on__isnull=False), name="program_version_has_its_day"
            ),
            models.CheckConstraint(
                condition=Q(state="discarded", discarded_at__isnull=False, discarded_by__isnull=False)
                | ~Q(state="discarded") & Q(discarded_at=None, discarded_by=None),
                name="program_version_discarded_at_by",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="program_version_submitted_at_by",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_by__isnull=False), name="program_version_submitted"
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by=None, returned_why="")
                | Q(returned_at__isnull=False, returned_by__isnull=False) & ~Q(returned_why=""),
                name="program_version_returned_at_by_why",
            ),
            # Two persons: who asked for it is not who published it.
            models.CheckConstraint(
                condition=Q(submitted_by=None) | Q(published_by=None) | ~Q(published_by=F("submitted_by")),
                name="program_version_two_persons",
                violation_error_message=_("La personne qui approuve n’est pas celle qui a demandé."),
            ),
        ]

    class Privacy:
        personal = {
            "author": "clear",
            "submitted_by": "clear",
            "returned_by": "clear",
            "published_by": "clear",
            "discarded_by": "clear",
        }
        retention = [KeepWith("program", because="what was advised at any past date must stay explainable")]

    def __str__(self) -> str:
        return f"{self.program} · {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.DRAFT, self.State.SUBMITTED}
