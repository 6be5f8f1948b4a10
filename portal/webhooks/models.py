"""`Subscription`: where an organization's system is told of what; `WebhookCall`: one fact told, once accepted."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.constraints import together
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Keep
from portal.organizations.models import Organization
from portal.webhooks import sources
from portal.webhooks.querysets import SubscriptionQuerySet, WebhookCallQuerySet
from portal.webhooks.words import answer_in_words


class Subscription(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    url = models.CharField(_("adresse appelée"), max_length=500)
    # Needed in clear to sign each call: sealed, and shown once to whoever makes it.
    secret = SealedTextField(_("secret"), sealed_as="webhooks_subscription.secret")
    # The one that it replaced signs too until then, while the system learns the new one.
    former_secret = SealedTextField(_("ancien secret"), null=True, sealed_as="webhooks_subscription.former_secret")
    former_until = models.DateTimeField(_("l’ancien secret sert jusqu’au"), null=True, editable=False)
    # As the apps that tell them name them: `portal.webhooks.sources`.
    events = ArrayField(models.CharField(max_length=32), verbose_name=_("ce qui est dit"))
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
            together("revoked_at", "revoked_by", name="subscription_revoked_at_by"),
            models.CheckConstraint(  # a sealed column answers nothing but whether it is there
                condition=Q(former_secret__isnull=True, former_until__isnull=True)
                | Q(former_secret__isnull=False, former_until__isnull=False),
                name="subscription_former_until",
            ),
        ]

    class Privacy:
        personal = {"secret": "sealed", "former_secret": "sealed", "made_by": "clear", "revoked_by": "clear"}
        retention = [Keep(years=2, after="revoked_at", because="who was told of what")]

    def __str__(self) -> str:
        return self.url

    @property
    def is_in_force(self) -> bool:
        return self.revoked_at is None

    @property
    def has_former_secret(self) -> bool:
        return self.former_until is not None and self.former_until > now()

    @property
    def secrets(self) -> list[str]:
        """Those that sign a call now: the newest first."""
        former = [self.former_secret] if self.has_former_secret and self.former_secret else []
        return [self.secret, *former]


class WebhookCall(models.Model):
    """Found once for a subscription, a subject and an event; tried until it is accepted, for three days."""

    class State(models.TextChoices):
        READY = "ready", _("à faire")
        ACCEPTED = "accepted", _("reçu")
        FAILED = "failed", _("abandonné")
        DROPPED = "dropped", _("arrêté avec l’adresse")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="calls", db_index=False)
    # The row of the source that the fact is of, and the organization's own reference for it, which is what is sent.
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    reference = models.CharField(_("référence de l’organisme"), max_length=80)
    event = models.CharField(_("événement"), max_length=32)
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
            models.UniqueConstraint(fields=["subscription", "subject_id", "event"], name="webhook_call_once"),
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
        personal = {"subject_id": "clear", "reference": "clear"}
        retention = [Keep(years=2, after="since", because="what the organization was told; it names nobody")]

    def __str__(self) -> str:
        return f"{self.event} {self.state}"

    @property
    def event_in_words(self) -> str:
        return str(dict(sources.events()).get(self.event, self.event))

    @property
    def answer_in_words(self) -> str:
        return answer_in_words(self.answer)
