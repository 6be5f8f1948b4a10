"""`AccountNotice`: what happened to an account, told once by e-mail in neutral words, and in full in the account."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.account_notices.outbox import Outgoing
from portal.account_notices.querysets import AccountNoticeQuerySet
from portal.foundation.retention import Keep


class AccountNotice(Outgoing):
    class Kind(models.TextChoices):
        ROLE_GIVEN = "role_given", _("Un rôle vous a été donné.")
        ROLE_ENDED = "role_ended", _("Un rôle a pris fin. Vos appareils ont été déconnectés.")
        DEACTIVATED = "deactivated", _("Votre compte a été fermé.")
        REACTIVATED = "reactivated", _("Votre compte a été ouvert de nouveau.")
        PHONE_FREED = "phone_freed", _("Une autre personne a confirmé votre numéro de téléphone.")
        CLOSED = "closed", _("Vous avez fermé votre compte.")
        DATA_READY = "data_ready", _("Le fichier de toutes vos données est prêt.")
        HELPER = "helper", _("Une personne peut maintenant agir pour vous.")
        CAME_BACK = "came_back", _("Vous avez rouvert votre compte.")

    class Channel(models.TextChoices):
        EMAIL = "email", _("courriel")
        SMS = "sms", _("texto")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="account_notices")
    kind = models.CharField(max_length=12, choices=Kind)
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.EMAIL)
    role_name = models.CharField(max_length=60, blank=True)
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = AccountNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("avis sur le compte")
        verbose_name_plural = _("avis sur les comptes")
        ordering = ["-at", "pk"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(sent_at=None, refused_at=None),
                name="account_notice_waiting",
            )
        ]

    class Privacy:
        personal = {"user": "clear", "role_name": "clear"}
        retention = [
            Keep(years=2, after="sent_at", because="proof that the person was told"),
            Keep(years=2, after="at", where=Q(sent_at=None), only="never sent"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
