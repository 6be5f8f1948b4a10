"""`DeadLetter`: one message, or one reminder, that did not reach its person; what was tried next; how it ended."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.retention import KeepWith
from portal.organizations.models import Organization, Team
from portal.people.models import Citizen
from reminders.deliveries.models import Delivery
from reminders.fallback.querysets import DeadLetterQuerySet
from reminders.reminders.models import Reminder


class DeadLetter(models.Model):
    class Outcome(models.TextChoices):
        REACHED = "reached", _("la personne a été jointe autrement")
        CLOSED = "closed", _("ce n’est plus à faire")
        RETRIED = "retried", _("un nouvel essai est parti")
        HANDLED = "handled", _("traité par l’organisme")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, related_name="dead_letters", verbose_name=_("destinataire")
    )
    # The attempt that failed, or the reminder that no channel could carry.
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="dead_letter", null=True)
    reminder = models.OneToOneField(Reminder, on_delete=models.PROTECT, related_name="dead_letter", null=True)
    next_delivery = models.ForeignKey(
        Delivery,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        verbose_name=_("essayé ensuite"),
    )
    # Whose matters it told of: a message of one day may carry several organizations' reminders.
    organization_ids = ArrayField(models.UUIDField(), default=list, editable=False)
    # Who sees it, as its delivery says, or the reminder's kind: lists are read by it (ADR 50).
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", editable=False, db_index=False)
    also_organization_ids = ArrayField(models.UUIDField(), default=list, db_default=[], editable=False)
    also_team_ids = ArrayField(models.UUIDField(), default=list, db_default=[], editable=False)
    since = models.DateTimeField(_("depuis"))
    found_at = models.DateTimeField(default=now, editable=False)
    settled_at = models.DateTimeField(_("réglé le"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("réglé par"),
    )
    outcome = models.CharField(_("issue"), max_length=16, choices=Outcome.choices, blank=True)

    objects = DeadLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi non abouti")
        verbose_name_plural = _("Envois non aboutis")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delivery=None, reminder__isnull=False, next_delivery=None)
                | Q(delivery__isnull=False, reminder=None),
                name="dead_letter_is_of_one",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, outcome="")
                | Q(settled_at__isnull=False, settled_by=None, outcome__in=["reached", "closed"])
                | Q(settled_at__isnull=False, settled_by__isnull=False, outcome__in=["retried", "handled"]),
                name="dead_letter_settled_at_by",
            ),
        ]
        # In the order of the list: the portal's, a team's, those without a team; few are of several.
        indexes = [
            models.Index(fields=[*owner, "since", "id"], condition=among & state, name=f"dead_letter_{which}{whose}")
            for which, state in (("open", Q(settled_at=None)), ("settled", Q(settled_at__isnull=False)))
            for whose, owner, among in (
                ("", [], Q()),
                ("_of_team", ["team"], Q()),
                ("_alone", ["organization"], Q(team=None, organization__isnull=False)),
                ("_of_several", [], ~Q(also_organization_ids=[])),
            )
        ]

    class Privacy:
        personal = {"citizen": "clear", "reminder": "clear", "settled_by": "clear"}
        retention = [KeepWith("delivery", "reminder")]

    def __str__(self) -> str:
        return str(_("Envoi non abouti"))

    @property
    def reminder_ids(self) -> list[int]:
        if self.delivery:
            return self.delivery.reminder_ids
        return [self.reminder_id] if self.reminder_id else []
