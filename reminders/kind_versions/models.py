"""`KindVersion`: the ledger of drafts and published versions of a kind. The rows in force are `DeadlineKind` and its
`ReminderStep`s, which planning reads; a version is a snapshot of what was written, each step with its row."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.retention import KeepWith
from reminders.kind_versions.querysets import KindVersionQuerySet
from reminders.kinds.content import Content
from reminders.kinds.models import DeadlineKind


def _account() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)


class KindVersion(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        SUBMITTED = "submitted", _("à approuver par une autre personne")
        PUBLISHED = "published", _("en vigueur")
        REPLACED = "replaced", _("remplacée")
        DISCARDED = "discarded", _("abandonnée")

    OPEN = frozenset({State.DRAFT, State.SUBMITTED})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.ForeignKey(DeadlineKind, models.PROTECT, related_name="versions", verbose_name=_("type"))
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("contenu"))
    # Raised by each writing: whoever writes over a later one is told instead.
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(_("état"), max_length=16, choices=State, default=State.DRAFT)
    note = models.CharField(_("ce qui change, en une phrase"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("commencée le"), default=now)
    # None: brought by the reference data.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("écrite par")
    )
    edited_at = models.DateTimeField(_("modifiée le"), default=now)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_by = _account()
    # Not approved: by whom, and why. The words stay until it is asked for again.
    returned_at = models.DateTimeField(null=True, blank=True, editable=False)
    returned_by = _account()
    returned_why = models.CharField(_("raison du renvoi"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)
    published_by = _account()
    discarded_at = models.DateTimeField(null=True, blank=True, editable=False)
    discarded_by = _account()
    # Empty on the version in force: deadlines are still being planned again, and the sweep goes on.
    replanned_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = KindVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version d’un type d’échéance")
        verbose_name_plural = _("versions des types d’échéances")
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="kind_version_number_once"),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(state__in=["draft", "submitted"]),
                name="kind_version_open_once",
                violation_error_message=_("Un brouillon de ce type existe déjà."),
            ),
            models.UniqueConstraint(fields=["kind"], condition=Q(state="published"), name="kind_version_in_force_once"),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="kind_version_submitted_at_by",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "replaced"], published_at__isnull=False, published_by__isnull=False)
                | ~Q(state__in=["published", "replaced"]) & Q(published_at=None, published_by=None),
                name="kind_version_published_at_by",
            ),
            models.CheckConstraint(
                condition=Q(state="discarded", discarded_at__isnull=False, discarded_by__isnull=False)
                | ~Q(state="discarded") & Q(discarded_at=None, discarded_by=None),
                name="kind_version_discarded_at_by",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_by__isnull=False), name="kind_version_submitted"
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by=None, returned_why="")
                | Q(returned_at__isnull=False, returned_by__isnull=False) & ~Q(returned_why=""),
                name="kind_version_returned_at_by_why",
            ),
            # Two persons: who asked for it is not who published it.
            models.CheckConstraint(
                condition=Q(submitted_by=None) | Q(published_by=None) | ~Q(published_by=F("submitted_by")),
                name="kind_version_two_persons",
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
        retention = [KeepWith("kind", because="what was sent at any past date must stay explainable")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.number}"

    @property
    def written(self) -> Content:
        return Content.from_json(self.content)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
