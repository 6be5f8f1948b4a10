"""`Subscription`: where an organization's system is told of what; `WebhookCall`: one fact told, once accepted."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Keep
from portal.organizations.models import Organization
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.webhooks.querysets import SubscriptionQuerySet, WebhookCallQuerySet


class Event(models.TextChoices):
    DELIVERED = "delivered", _("un premier rappel est arrivé à la personne")
    UNREACHED = "unreached", _("aucun moyen ne joint la personne")
    DONE = "done", _("la personne dit que c’est fait")


class Subscription(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    url = models.CharField(_("adresse appelée"), max_length=500)
    # Needed in clear to sign each call: sealed, and shown once to whoever makes it.
    secret = SealedTextField(_("secret"), sealed_as="webhooks_subscription.secret")
    events = ArrayField(models.CharField(max_length=16, choices=Event), verbose_name=_("ce qui est dit"))
    # Its system does not answer: it is left alone until then, and holds nobody else's calls.
    quiet_until = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField(_("créé le"), default=now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("créé par")
    )
    revoked_at = models.DateTimeField(_("arrêté le"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("arrêté par"),
    )

    failed: int
    waiting: int
    """How many calls; of a row of `with_counts` only."""

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("appel vers un système")
        verbose_name_plural = _("appels vers vos systèmes")
        ordering = ["-made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=False, made_by__isnull=False), name="subscription_made_at_by"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="subscription_revoked_at_by",
            ),
        ]

    class Privacy:
        personal = {"secret": "sealed", "made_by": "clear", "revoked_by": "clear"}
        retention = [Keep(years=2, after="revoked_at", because="who was told of what")]

    def __str__(self) -> str:
        return self.url

    @property
    def is_in_force(self) -> bool:
        return self.revoked_at is None


class WebhookCall(models.Model):
    """Found once for a subscription, an imported deadline and an event; tried until it is accepted, for three days."""

    class State(models.TextChoices):
        READY = "ready", _("à faire")
        ACCEPTED = "accepted", _("reçu")
        FAILED = "failed", _("abandonné")
        DROPPED = "dropped", _("arrêté avec l’adresse")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="calls", db_index=False)
    imported_deadline = models.ForeignKey(ImportedDeadline, on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.CharField(_("événement"), max_length=16, choices=Event)
    happened_at = models.DateTimeField(_("arrivé le"))
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.READY)
    since = models.DateTimeField(_("à dire depuis"), default=now)
    not_before = models.DateTimeField(_("prochain essai"), default=now)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    # A caller that died lets go of it then (real clock: a lease).
    claimed_until = models.DateTimeField(null=True, editable=False)
    answer = models.CharField(_("dernière réponse"), max_length=32, blank=True)
    settled_at = models.DateTimeField(_("réglé le"), null=True)

    objects = WebhookCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("appel")
        verbose_name_plural = _("appels")
        ordering = ["-since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "imported_deadline", "event"], name="webhook_call_once"),
            models.CheckConstraint(
                condition=Q(state="ready", settled_at=None) | ~Q(state="ready") & Q(settled_at__isnull=False),
                name="webhook_call_settled_at",
            ),
        ]
        indexes = [
            models.Index(fields=["subscription", "not_before"], condition=Q(state="ready"), name="webhook_call_ready"),
            models.Index(fields=["subscription"], condition=~Q(state="accepted"), name="webhook_call_troubled"),
        ]

    class Privacy:
        personal = {"imported_deadline": "clear"}
        retention = [Keep(years=2, after="since", because="what the organization was told; it names nobody")]

    def __str__(self) -> str:
        return f"{self.event} {self.state}"
