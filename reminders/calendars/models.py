"""`CalendarFeed`: the secret address of one person's calendar; only the digest of the secret is kept."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.constraints import together
from portal.foundation.retention import Keep, once_closed
from portal.people.models import Citizen
from reminders.calendars.querysets import CalendarFeedQuerySet


class CalendarFeed(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="calendar_feeds")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("créée le"), default=now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    last_read_at = models.DateTimeField(_("lue le"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("supprimée le"), null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("adresse de calendrier")
        verbose_name_plural = _("adresses de calendrier")
        ordering = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["citizen"], condition=Q(revoked_at=None), name="feed_one_in_force"),
            models.CheckConstraint(condition=Q(made_at__isnull=False, made_by__isnull=False), name="feed_made_at_by"),
            together("revoked_at", "revoked_by", name="feed_revoked_at_by"),
        ]

    class Privacy:
        personal = {"citizen": "clear", "made_by": "clear"}
        retention = [Keep(years=2, after="revoked_at", because="its owner sees when it was read"), once_closed()]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
