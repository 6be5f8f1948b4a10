"""`KindVersion`: the ledger of a kind. The rows in force are `DeadlineKind` and its `ReminderStep`s, which planning
reads; a version is a snapshot of what was written, each step with its row."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.foundation.retention import KeepWith
from portal.publishing.models import Version, ledger_constraints
from reminders.kind_versions.querysets import KindVersionQuerySet
from reminders.kinds.models import DeadlineKind


class KindVersion(Version):
    SUBJECT = "kind"

    kind = models.ForeignKey(
        DeadlineKind, models.PROTECT, related_name="versions", verbose_name=_("type"), db_index=False
    )
    # Empty on the version in force: deadlines are still being planned again, and the sweep goes on.
    replanned_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = KindVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version d’un type d’échéance")
        verbose_name_plural = _("versions des types d’échéances")
        ordering = ["kind", "-number"]
        constraints = [
            *ledger_constraints("kind", "kind_version"),
            # A kind is never published by nobody, and has no version that waits for its day.
            models.CheckConstraint(
                condition=Q(state__in=["published", "replaced"], published_by__isnull=False)
                | ~Q(state__in=["published", "replaced", "scheduled"]) & Q(published_by=None),
                name="kind_version_published_by",
            ),
        ]

    class Privacy(Version.Privacy):
        retention = [KeepWith("kind", because="what was sent at any past date must stay explainable")]
