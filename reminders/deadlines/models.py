"""`Deadline`: whose, for whom, of which kind, when.

Its next step is read from its reminders (`with_next`): kept in the row, it would cost each sweep a second write."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.constraints import together
from portal.foundation.retention import Keep, once_closed
from portal.people.models import Citizen
from reminders.deadlines.querysets import DeadlineQuerySet
from reminders.kinds.models import DeadlineKind


class Deadline(models.Model):
    class State(models.TextChoices):
        OPEN = "open", _("à faire")
        DONE = "done", _("fait")
        CANCELLED = "cancelled", _("pas pour moi")
        MISSED = "missed", _("rendez-vous manqué ou versement non reçu")

    class Origin(models.TextChoices):
        CITIZEN = "citizen", _("demandé par la personne")
        AGENT = "agent", _("ajouté par l’organisme")
        IMPORT = "import", _("fichier de l’organisme")
        FINDING = "finding", _("piste")
        DOCUMENT = "document", _("fin de validité d’un document")
        RENEWAL = "renewal", _("retour d’une échéance récurrente")

    OF_THE_ORGANIZATION = frozenset({Origin.AGENT, Origin.IMPORT})
    """Origins of the dates that an organization gave itself: those it knows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, related_name="deadlines", verbose_name=_("personne avertie"), db_index=False
    )
    concerned = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, related_name="+", verbose_name=_("personne concernée")
    )
    kind = models.ForeignKey(
        DeadlineKind, on_delete=models.PROTECT, related_name="deadlines", verbose_name=_("type"), db_index=False
    )
    due_on = models.DateField(_("date limite"))
    due_time = models.TimeField(
        _("heure"), null=True, blank=True, help_text=_("Heure du lieu d’un rendez-vous; vide: jusqu’à la fin du jour.")
    )
    # IANA name of the place of the appointment; "": that of the team or of the organization (`places`).
    time_zone = models.CharField(_("fuseau du lieu"), max_length=40, blank=True, default="", db_default="")
    # How many times its date or hour changed: calendars replace what they have (RFC 5545 §3.8.7.4).
    sequence = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    renews = models.BooleanField(_("revient d’elle-même"), default=True)
    state = models.CharField(_("état"), max_length=16, choices=State.choices, default=State.OPEN)
    origin = models.CharField(_("origine"), max_length=16, choices=Origin.choices, default=Origin.CITIZEN)
    # Asked for by the person herself, and not sent by the organization since: she alone sees it. A date that comes back
    # keeps what the former one was, which its origin does not say.
    is_private = models.BooleanField(_("à la personne seule"), default=True, editable=False)
    opened_at = models.DateTimeField(_("ajoutée le"), default=now, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    closed_at = models.DateTimeField(_("fermée le"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    # «Me le rappeler plus tard»: the ladder is silent until then, and one reminder leaves at that instant.
    later_at = models.DateTimeField(_("rappel demandé pour"), null=True, blank=True, editable=False)
    # «Traité par téléphone»: the ladder is silent until somebody resumes it.
    paused_at = models.DateTimeField(_("en pause depuis"), null=True, blank=True, editable=False)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("mise en pause par"),
        db_index=False,
    )

    next_at: dt.datetime | None
    """Of a row of `with_next` only."""

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("échéance")
        verbose_name_plural = _("échéances")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "concerned", "kind", "due_on"],
                condition=Q(state="open"),
                name="deadline_open_once",
                violation_error_message=_("Cette échéance est déjà suivie."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None, closed_by=None)
                | ~Q(state="open") & Q(closed_at__isnull=False),
                name="deadline_closed_at",
            ),
            together("paused_at", "paused_by", name="deadline_paused_at_by"),
            models.CheckConstraint(
                condition=~Q(origin__in=["agent", "import"], is_private=True), name="deadline_private_is_not_theirs"
            ),
        ]
        indexes = [
            models.Index(fields=["citizen", "due_on", "id"], name="deadline_of_citizen"),
            models.Index(fields=["kind", "due_on", "id"], name="deadline_of_kind"),
            models.Index(fields=["due_on", "id"], name="deadline_due_on"),
            # Few have one: an entry for each row would be written for nothing.
            models.Index(fields=["author"], condition=Q(author__isnull=False), name="deadline_author"),
            models.Index(fields=["closed_by"], condition=Q(closed_by__isnull=False), name="deadline_closed_by"),
            models.Index(fields=["paused_by"], condition=Q(paused_by__isnull=False), name="deadline_paused_by"),
        ]

    class Privacy:
        personal = {
            "citizen": "clear",
            "concerned": "clear",
            "kind": "clear",
            "due_on": "clear",
            "author": "clear",
            "paused_by": "clear",
        }
        retention = [
            Keep(
                years=2,
                after="closed_at",
                because="for the person’s own history and the indicator",
            ),
            once_closed(),
        ]

    def __str__(self) -> str:
        return f"{self.kind.title_fr} ({self.due_on})"

    def get_absolute_url(self) -> str:
        return reverse("deadlines:deadline", args=[self.pk])

    @property
    def place(self) -> str:
        """Its place among all in the order of their days, for a job that goes through them."""
        return f"{self.due_on} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_for_another(self) -> bool:
        return self.concerned_id != self.citizen_id
