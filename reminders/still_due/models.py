"""`DueCheck`: whether a date of an organization was still due, as its system was asked, and what it answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.retention import Keep
from portal.webhooks.models import Subscription
from reminders.still_due.querysets import DueCheckQuerySet

QUESTION = "deadline.still_due"
"""The event to which an organization subscribes so that its system is asked."""


class DueCheck(models.Model):
    class Answer(models.TextChoices):
        OPEN = "open", _("encore à faire")
        DONE = "done", _("fait")
        CANCELLED = "cancelled", _("annulé")
        TIMEOUT = "timeout", _("pas de réponse en deux secondes")
        UNREACHABLE = "unreachable", _("l’adresse ne répond pas")
        FORBIDDEN = "forbidden", _("l’adresse est à l’intérieur d’un réseau")
        REFUSED = "refused", _("réponse d’erreur (code autre que 200 à 299)")
        MALFORMED = "malformed", _("réponse que le portail ne comprend pas")
        SILENT = "silent", _("cette référence n’est pas dans la réponse")

    ANSWERED = frozenset({Answer.OPEN, Answer.DONE, Answer.CANCELLED})

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="due_checks", db_index=False)
    # The organization's own reference, which is all that was sent.
    reference = models.CharField(_("référence de l’organisme"), max_length=80)
    asked_at = models.DateTimeField(_("demandé le"), default=now)
    answer = models.CharField(_("réponse"), max_length=12, choices=Answer)

    objects = DueCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("question posée à un système")
        verbose_name_plural = _("questions posées à un système")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["subscription", "-asked_at"], name="due_check_of_subscription"),
            models.Index(fields=["asked_at"], name="due_check_age"),
        ]

    class Privacy:
        personal = {"reference": "clear"}
        retention = [Keep(days=90, after="asked_at", because="why a reminder left or not; it names nobody")]

    def __str__(self) -> str:
        return f"{self.reference} {self.answer}"
