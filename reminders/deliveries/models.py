"""`Delivery`: unique on (recipient, channel, group, attempt).

What a crash means: `ready` was not sent and will be; `attempted` by a sender that is gone may have been accepted, as
one whose answer was lost: an e-mail leaves again with the same Message-ID, as the next attempt, twice at most; the
provider of an SMS is asked by our reference, and
where it cannot tell the row becomes `uncertain` and is never resent.
"""

import hashlib
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.consents.models import Channel, Purpose
from portal.foundation.retention import Keep
from portal.organizations.models import Organization, Team
from portal.people.models import Citizen
from reminders.deliveries.querysets import DeliveryQuerySet

WHOSE = ("organization_id", "team_id", "also_organization_ids", "also_team_ids")
"""The columns that keep whose matter it is; another attempt and a dead letter copy them."""


class Delivery(models.Model):
    class State(models.TextChoices):
        READY = "ready", _("prêt à partir")
        ATTEMPTED = "attempted", _("en cours")
        ACCEPTED = "accepted", _("accepté")
        FAILED = "failed", _("échoué")
        UNCERTAIN = "uncertain", _("incertain")
        CANCELLED = "cancelled", _("annulé")
        # Accepted, then given back by the provider (a callback said so): the person was not reached.
        BOUNCED = "bounced", _("revenu")

    SETTLED = frozenset({State.ACCEPTED, State.FAILED, State.UNCERTAIN, State.CANCELLED, State.BOUNCED})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        Citizen,
        on_delete=models.PROTECT,
        related_name="deliveries",
        verbose_name=_("destinataire"),
        db_index=False,  # the unique constraint begins with it, and each index is paid at every change of state
        # Checking each row against people_citizen would lock, and so write, every person released (nearly a third of
        # the release's time); citizens are never deleted (PROTECT), and the release reads theirs in the same statement.
        db_constraint=False,
    )
    channel = models.CharField(_("moyen"), max_length=16, choices=Channel.choices)
    purpose = models.CharField(_("but"), max_length=32, choices=Purpose.choices)
    group = models.CharField(max_length=64)
    attempt = models.PositiveSmallIntegerField(_("essai"), default=1)
    # Of the same message, this one included: what is repeated without end arrives without end.
    ambiguous_attempts = models.PositiveSmallIntegerField(
        _("essais dont on ignore l’issue"), default=0, db_default=0, editable=False
    )
    state = models.CharField(_("état"), max_length=16, choices=State.choices, default=State.READY)
    since = models.DateTimeField(_("à envoyer depuis"), help_text=_("Premier essai du même envoi."))
    not_before = models.DateTimeField(_("pas avant"))
    # Whose it is for now: a sender's number, under which it holds an advisory lock as long as it lives, and its lease.
    claimed_by = models.IntegerField(null=True, blank=True, editable=False)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    # What it carries: rows that are never deleted, found by their keys without an index of their own.
    reminder_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    notice_ids = ArrayField(models.UUIDField(), default=list, editable=False)
    # Whose matter it is, as it was when it was written, for lists read in their order (ADR 50): of the first thing that
    # it carries, but for dates that a person asked for herself; then of the others, when they are of several. No
    # foreign key is checked: a release would lock the organization's row for each message.
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", editable=False, db_index=False, db_constraint=False
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, related_name="+", editable=False, db_index=False, db_constraint=False
    )
    also_organization_ids = ArrayField(models.UUIDField(), default=list, db_default=[], editable=False)
    also_team_ids = ArrayField(models.UUIDField(), default=list, db_default=[], editable=False)
    reference = models.CharField(_("référence du fournisseur"), max_length=120, blank=True)
    code = models.CharField(_("réponse"), max_length=32, blank=True)
    created_at = models.DateTimeField(default=now)
    attempted_at = models.DateTimeField(_("parti le"), null=True, blank=True)
    settled_at = models.DateTimeField(_("réponse le"), null=True, blank=True)
    # None on a settled one: `fallback` has to look at it, once. Senders fill it with the acceptance.
    followed_up_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi")
        verbose_name_plural = _("envois")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "channel", "group", "attempt"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=["ready", "attempted"], settled_at=None)
                | Q(state__in=["accepted", "failed", "uncertain", "cancelled", "bounced"], settled_at__isnull=False),
                name="delivery_settled_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["attempted", "accepted", "bounced"]) | Q(attempted_at__isnull=False),
                name="delivery_attempted_at",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_until=None)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="delivery_claimed",
            ),
        ]
        indexes = [
            # In the order of the list; few have no team, or are of several.
            models.Index(
                fields=["team", "-created_at", "-id"], condition=Q(team__isnull=False), name="delivery_of_team"
            ),
            models.Index(
                fields=["organization", "-created_at", "-id"],
                condition=Q(team=None, organization__isnull=False),
                name="delivery_without_team",
            ),
            models.Index(
                fields=["-created_at", "-id"], condition=~Q(also_organization_ids=[]), name="delivery_of_several"
            ),
            # The work left, by channel: a slow one's backlog is not walked through to reach another's. No column of a
            # claim is indexed, so that PostgreSQL updates the row in its page (HOT).
            models.Index(fields=["channel", "not_before"], condition=Q(settled_at=None), name="delivery_open"),
            models.Index(fields=["reference"], condition=~Q(reference=""), name="delivery_reference"),
            # `state` is not named: being attempted changes no column of any index, and the row stays in its page.
            models.Index(
                fields=["settled_at"],
                condition=Q(settled_at__isnull=False, followed_up_at=None),
                name="delivery_not_followed_up",
            ),
        ]

    class Privacy:
        personal = {"recipient": "clear"}
        retention = [Keep(years=2, after="created_at", because="proof of what was sent; neither content nor address")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.get_state_display()}"

    @property
    def is_unreached(self) -> bool:
        """It ended in a way that may leave its person without the message."""
        if self.state == self.State.CANCELLED:
            return self.code in {"contact", "suspended"}
        return self.state in {self.State.FAILED, self.State.BOUNCED, self.State.UNCERTAIN}

    @property
    def key(self) -> uuid.UUID:
        """Our reference at providers, stable over attempts."""
        return message_key(self.recipient_id, self.channel, self.group)

    @property
    def message_id(self) -> str:
        """Stable over attempts: relays, mailboxes and we recognise a repetition (RFC 5322 §3.6.4)."""
        return message_id_of(self.key)


def message_id_of(key: uuid.UUID) -> str:
    return f"<{key}@{settings.SITE_HOST}>"


def message_key(recipient_id: uuid.UUID, channel: str, group: str) -> uuid.UUID:
    """The same for every attempt of a message, and the key of its first attempt; SQL makes it with the same md5, which
    is here a name and not a defence."""
    named = f"{recipient_id}:{channel}:{group}".encode()
    return uuid.UUID(hashlib.md5(named, usedforsecurity=False).hexdigest())
