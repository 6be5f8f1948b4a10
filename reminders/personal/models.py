"""`PersonalReminder`: what a person wants to be reminded of, in her own words, on her own date."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import KeepUntil, KeepWith, once_closed
from portal.people.models import Citizen
from reminders.kinds.models import DeadlineKind
from reminders.personal.querysets import PersonalReminderQuerySet


class PersonalReminder(models.Model):
    """Its title is sealed and is read in the space only: what leaves the portal says that something waits."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="personal_reminders", db_index=False)
    # The public page that it was begun from, when there is one: it says what to do. Its organization knows nothing.
    kind = models.ForeignKey(DeadlineKind, on_delete=models.PROTECT, related_name="+", null=True)
    title = SealedTextField(verbose_name=_("quoi"), sealed_as="personal_personalreminder.title")
    due_on = models.DateField(_("date"))
    due_time = models.TimeField(_("heure"), null=True, blank=True)
    # Days before the date (after it, when negative), the earliest first.
    days_before = ArrayField(models.SmallIntegerField(), verbose_name=_("combien de jours avant"))
    # When the next one leaves; None once all have, or when it is done.
    next_at = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField(_("ajouté le"), default=now, editable=False)
    closed_at = models.DateTimeField(_("fait le"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )

    objects = PersonalReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("rappel personnel")
        verbose_name_plural = _("rappels personnels")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False, next_at=None),
                name="personal_reminder_closed_at_by",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="personal_reminder_next"),
            models.Index(fields=["citizen", "due_on"], name="personal_reminder_of_citizen"),
        ]

    class Privacy:
        personal = {"citizen": "clear", "title": "sealed", "due_on": "clear", "closed_by": "clear"}
        retention = [
            KeepUntil("its person deletes it", by="reminders.personal.actions.delete"),
            once_closed(),
            KeepWith("citizen"),
        ]

    def __str__(self) -> str:
        return f"rappel personnel {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("personal:personal", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
