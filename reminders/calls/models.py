"""`Call`: one person to telephone for one team; once per delivery, organization and team.

A delivery may carry the reminders of two organizations, or of two teams of one: each calls for its own, and knows
nothing of the other's."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.constraints import together
from portal.foundation.retention import KeepWith
from portal.organizations.models import Organization, Team
from portal.people.models import Citizen
from reminders.calls.querysets import CallQuerySet, placed_at
from reminders.deliveries.models import Delivery


class Call(models.Model):
    class State(models.TextChoices):
        TO_CALL = "to_call", _("à appeler")
        REACHED = "reached", _("personne jointe")
        MESSAGE_LEFT = "message_left", _("message laissé")
        NO_ANSWER = "no_answer", _("sans réponse, après tous les essais")
        WRONG_NUMBER = "wrong_number", _("mauvais numéro")
        REFUSED = "refused", _("ne veut plus être appelée")
        CANCELLED = "cancelled", _("n’est plus à faire")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, related_name="calls", verbose_name=_("envoi"), db_index=False
    )
    citizen = models.ForeignKey(
        Citizen,
        on_delete=models.PROTECT,
        related_name="calls",
        verbose_name=_("personne à appeler"),
        db_index=False,
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    # None: no team of the organization answers for it; its supervisors call.
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("équipe"))
    # This team's share of the delivery, as it was dealt out: a kind or a dossier may change teams meanwhile.
    reminder_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    notice_ids = ArrayField(models.UUIDField(), default=list, editable=False)
    state = models.CharField(_("état"), max_length=16, choices=State.choices, default=State.TO_CALL)
    tries = models.PositiveSmallIntegerField(_("essais"), default=0)
    next_try_at = models.DateTimeField(_("à appeler à partir de"), null=True)
    created_at = models.DateTimeField(_("à faire depuis"), default=now)
    # While an agent is on the line, the call is theirs: two agents never call the same person.
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("pris par")
    )
    claimed_until = models.DateTimeField(null=True)
    # The last outcome; each one is in the journal.
    noted_at = models.DateTimeField(_("dernier essai"), null=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("noté par")
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("appel à faire")
        verbose_name_plural = _("appels à faire")
        ordering = ["next_try_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "organization", "team"], name="call_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(state="to_call", next_try_at__isnull=False) | ~Q(state="to_call") & Q(next_try_at=None),
                name="call_next_try",
            ),
            together("noted_at", "noted_by", name="call_noted_at_by"),
            together("claimed_until", "claimed_by", name="call_claimed_until_by"),
        ]
        indexes = [
            *(
                models.Index(fields=[owner, "next_try_at", "id"], condition=condition, name=f"call_{name}_of_{owner}")
                for owner in ("organization", "team")
                for name, condition in (("open", Q(state="to_call")), ("past", ~Q(state="to_call")))
            ),
            models.Index(placed_at(), condition=Q(state="to_call"), name="call_open_placed"),
            models.Index(fields=["citizen"], name="call_of_citizen"),
        ]

    class Privacy:
        personal = {"citizen": "clear", "claimed_by": "clear", "noted_by": "clear"}
        retention = [KeepWith("delivery", because="proof that the person was called, and of what came of it")]

    def __str__(self) -> str:
        return str(self.citizen)

    def get_absolute_url(self) -> str:
        return reverse("admin:calls_call_change", args=[self.pk])

    @property
    def is_to_call(self) -> bool:
        return self.state == self.State.TO_CALL
