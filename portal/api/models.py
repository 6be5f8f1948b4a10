"""`ApiToken`, what an organization's system shows to be let in; `KeyedRequest`, a request that it may repeat."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.api.querysets import ApiTokenQuerySet
from portal.clock import now
from portal.foundation.constraints import together
from portal.foundation.retention import Keep
from portal.organizations.models import Organization


class ApiToken(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    name = models.CharField(_("nom du système"), max_length=80)
    # SHA-256 of 256 random bits: nothing to guess, so nothing slower is needed.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    # As the apps that offer endpoints name them: `portal.api.offers`.
    scopes = ArrayField(models.CharField(max_length=32), verbose_name=_("droits"))
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    made_at = models.DateTimeField(_("créé le"), default=now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("créé par"),
    )
    used_on = models.DateField(_("dernier envoi"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("révoqué le"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("révoqué par"),
    )

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("jeton d’accès")
        verbose_name_plural = _("jetons d’accès")
        ordering = ["-made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=False, made_by__isnull=False), name="api_token_made_at_by"
            ),
            together("revoked_at", "revoked_by", name="api_token_revoked_at_by"),
        ]

    class Privacy:
        personal = {"name": "clear", "made_by": "clear", "revoked_by": "clear"}
        retention = [Keep(years=2, after="expires_at", because="who could send what")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_force(self) -> bool:
        return self.revoked_at is None and self.expires_at > now()


class KeyedRequest(models.Model):
    """What was answered to a request that carried an `Idempotency-Key`: its repetition gets the same answer."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    # SHA-256 of the method, the address and the body: another request under the same key is a mistake of the caller.
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    received_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="keyed_request_once")]
        indexes = [models.Index(fields=["received_at"], name="keyed_request_age")]

    class Privacy:
        personal = {"answer": "clear"}  # the organization's own references, and whether a person agreed on the number
        retention = [Keep(days=2, after="received_at", because="a system that repeats does so within minutes")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.key}"
