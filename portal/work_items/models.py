"""`WorkItem`: one thing expected of a team or of a citizen."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.foundation.retention import Keep
from portal.work_items.querysets import WorkItemQuerySet
from portal.work_items.sentences import sentence_of
from portal.work_items.subjects import About, pages_of


class WorkItem(models.Model):
    """Opened and closed by actions of every app; one open item at most for a kind, a subject and whom it is for.

    `kind` is the app's code («messaging.answer»), `why` a precision: the organization, never a person or content.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("tâche"), max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    team = models.ForeignKey(
        "organizations.Team", on_delete=models.PROTECT, related_name="work_items", null=True, verbose_name=_("équipe")
    )
    citizen = models.ForeignKey("people.Citizen", on_delete=models.PROTECT, related_name="work_items", null=True)
    why = models.CharField(_("raison"), max_length=200, blank=True)
    since = models.DateTimeField(_("depuis"), default=clock.now)
    due_at = models.DateTimeField(_("pour le"), null=True)
    done_at = models.DateTimeField(_("fait"), null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    objects = WorkItemQuerySet.as_manager()
    about = About()

    class Meta:
        verbose_name = _("tâche")
        verbose_name_plural = _("Ma file")
        ordering = ["since", "id"]
        indexes = [
            models.Index(fields=["team", "due_at", "since", "id"], name="work_item_team", condition=Q(done_at=None)),
            models.Index(
                fields=["team", "due_at", "since", "id"], name="work_item_team_done", condition=Q(done_at__isnull=False)
            ),
            models.Index(
                fields=["citizen", "due_at", "since", "id"], name="work_item_citizen", condition=Q(done_at=None)
            ),
            models.Index(
                fields=["subject_id"], name="work_item_subject"
            ),  # closed ones too: who settled what, and when
        ]
        constraints = [
            models.CheckConstraint(
                name="work_item_one_holder",
                condition=Q(team=None, citizen__isnull=False) | Q(team__isnull=False, citizen=None),
            ),
            # The system closes items too: a date without a person, never a person without a date.
            models.CheckConstraint(name="work_item_done_pair", condition=Q(done_by=None) | Q(done_at__isnull=False)),
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id", "team", "citizen"],
                name="work_item_open_once",
                condition=Q(done_at=None),
                nulls_distinct=False,
            ),
        ]

    class Privacy:
        personal = {"citizen": "clear", "done_by": "clear", "why": "clear"}
        retention = [Keep(years=2, after="done_at")]

    def __str__(self) -> str:
        return self.sentence

    def get_absolute_url(self) -> str:
        """The page of its subject, for whom it is expected of; empty when no page was registered."""
        pages = pages_of(self.subject_type)
        if pages is None:
            return ""
        return reverse(pages.citizen if self.citizen_id else pages.agent, args=[self.subject_id])

    @property
    def sentence(self) -> str:
        """What is expected, in words («Répondre à un message»)."""
        return sentence_of(self.kind)

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.due_at is not None and self.due_at < clock.now()
