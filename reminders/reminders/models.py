"""`Reminder`: unique on (deadline, due date, step, recipient), which is what "planned once" and "left once" rest on.

Each index is paid again by each row planned and each row that leaves: foreign keys whose column leads another index,
or that nobody searches by, have none of their own.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.foundation.retention import Keep
from portal.people.models import Citizen
from reminders.kinds.models import ReminderStep
from reminders.reminders.querysets import ReminderQuerySet, ShardOf


class Reminder(models.Model):
    class State(models.TextChoices):
        PLANNED = "planned", _("prévu")
        SENT = "sent", _("parti")
        CANCELLED = "cancelled", _("annulé")
        MISSED = "missed", _("manqué")

    class Why(models.TextChoices):
        """Why it did not leave."""

        ACT = "act", _("ce n’était plus à faire")
        CONSENT = "consent", _("la personne ne veut plus de rappels")
        PERSON = "person", _("plus rien n’est envoyé à cette personne")
        LATE = "late", _("il n’était plus utile")
        UNREACHED = "unreached", _("aucun moyen ne joint la personne")

    deadline = models.ForeignKey(
        "deadlines.Deadline", on_delete=models.PROTECT, related_name="reminders", db_index=False
    )
    due_on = models.DateField(_("date limite"))
    # None: the one that the person asked for («Me le rappeler plus tard»).
    step = models.ForeignKey(ReminderStep, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    recipient = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="reminders", db_index=False)
    due_at = models.DateTimeField(_("à envoyer le"))
    useful_until = models.DateTimeField(_("utile jusqu’au"))
    # For who wants letters: when it goes to the print queue, if nothing but paper reaches the person then.
    post_at = models.DateTimeField(_("à imprimer le"), null=True, blank=True)
    # When its organization's system was last asked whether it is still due, for kinds that are asked about.
    asked_at = models.DateTimeField(null=True, editable=False)
    state = models.CharField(_("état"), max_length=16, choices=State.choices, default=State.PLANNED)
    settled_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(_("raison"), max_length=16, choices=Why.choices, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("rappel")
        verbose_name_plural = _("rappels")
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["deadline", "due_on", "step", "recipient"], name="reminder_once"),
            models.UniqueConstraint(
                fields=["deadline", "due_on", "recipient", "due_at"], condition=Q(step=None), name="reminder_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(state="planned", settled_at=None) | ~Q(state="planned") & Q(settled_at__isnull=False),
                name="reminder_settled_at",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "sent"], why="")
                | Q(state="cancelled", why__in=["act", "consent", "person"])
                | Q(state="missed", why__in=["late", "unreached"]),
                name="reminder_why",
            ),
        ]
        indexes = [
            # What the release walks: the planned of one shard, by instant.
            models.Index(ShardOf("recipient"), "due_at", condition=Q(state="planned"), name="reminder_planned"),
            # Those that may go on paper before they are due: few people want letters.
            models.Index(
                ShardOf("recipient"),
                "post_at",
                condition=Q(state="planned", post_at__isnull=False),
                name="reminder_post",
            ),
            # What the fallback walks: those whom no channel reached while it was still useful.
            models.Index(fields=["settled_at"], condition=Q(why="unreached"), name="reminder_unreached"),
        ]

    class Privacy:
        personal = {"deadline": "clear", "recipient": "clear", "due_on": "clear"}
        retention = [
            Keep(
                years=2,
                after="due_on",
                because="proof of what was sent, and the honest figure of the indicator",
            )
        ]

    def __str__(self) -> str:
        return f"{self.due_at:%Y-%m-%d %H:%M} {self.state}"
