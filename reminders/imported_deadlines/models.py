"""`ImportedDeadline`: what an organization said of one due date, under its own reference; the deadline it became.
`LinkAttempt`: a person tried a code. `DeadlineFile`: a file of deadlines."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Keep
from portal.imports.models import ImportFile
from portal.organizations.models import Organization
from portal.people.models import Citizen
from reminders.deadlines.models import Deadline
from reminders.imported_deadlines.querysets import ImportedDeadlineQuerySet
from reminders.kinds.models import DeadlineKind


class ImportedDeadline(models.Model):
    class State(models.TextChoices):
        OPEN = "open", _("à faire")
        DONE = "done", _("fait")
        CANCELLED = "cancelled", _("annulée")
        MISSED = "missed", _("rendez-vous manqué ou versement en retard")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisme"),
        db_index=False,
    )
    reference = models.CharField(_("référence de l’organisme"), max_length=80)
    kind = models.ForeignKey(DeadlineKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("type"))
    client_number = SealedTextField(
        _("numéro de client"), sealed_as="imported_deadlines_importeddeadline.client_number"
    )
    digest = models.CharField(max_length=64, editable=False)
    due_on = models.DateField(_("date limite"))
    due_time = models.TimeField(_("heure"), null=True, blank=True)
    time_zone = models.CharField(_("fuseau de l’heure"), max_length=40, blank=True, default="", db_default="")
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.OPEN)
    citizen = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("personne")
    )
    # Several imported deadlines may be one deadline: the person followed it already, or the organization sent it twice.
    deadline = models.ForeignKey(
        Deadline, on_delete=models.PROTECT, null=True, related_name="imported_deadlines", verbose_name=_("échéance")
    )
    received_at = models.DateTimeField(_("reçue le"), default=now)
    changed_at = models.DateTimeField(_("modifiée le"), default=now)

    waiting: int
    """How many there are under its number; of a row of `by_number` only."""

    objects = ImportedDeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("échéance sans personne reliée")
        verbose_name_plural = _("échéances sans personne reliée")
        ordering = ["-received_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "reference"], name="imported_deadline_once"),
            models.CheckConstraint(
                condition=Q(deadline=None) | Q(citizen__isnull=False), name="imported_deadline_of_a_person"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "digest"], condition=Q(citizen=None), name="imported_deadline_unmatched"
            ),
            *(
                models.Index(
                    fields=[owner, "due_on", "id"],
                    condition=Q(citizen=None, state="open"),
                    name=f"unmatched_of_{owner}",
                )
                for owner in ("kind", "organization")
            ),
        ]

    class Privacy:
        personal = {"client_number": "sealed", "digest": "sealed", "citizen": "clear", "deadline": "clear"}
        retention = [
            Keep(years=2, after="due_on"),
            Keep(days=90, after="due_on", where=Q(citizen=None, deadline=None), only="of no linked person"),
        ]

    def __str__(self) -> str:
        return self.reference


class LinkAttempt(models.Model):
    """A code was typed, right or wrong: counted, so that nobody tries them all."""

    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["by", "at"], name="link_attempt_of")]

    class Privacy:
        personal = {"by": "clear"}
        retention = [Keep(days=1, after="at", because="only the last hour counts")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class DeadlineFile(ImportFile):
    class Meta:
        proxy = True
        verbose_name = _("fichier d’échéances")
        verbose_name_plural = _("fichiers d’échéances")
