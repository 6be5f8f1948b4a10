"""`ContactChange`, a contact point that replaced another; `ContactAlert`, a message about it that must leave."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.contact_changes.periods import UNDO_FOR
from portal.contact_changes.querysets import ContactChangeQuerySet
from portal.foundation.constraints import together
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Empty, Keep, KeepWith
from portal.people.models import Citizen


class ContactChange(models.Model):
    """What was, what replaced it, and the account as it was: whoever undoes proves it by what the account had then, so
    that a password or a key added by a thief counts for nothing."""

    class Point(models.TextChoices):
        EMAIL = "email", _("adresse courriel")
        PHONE = "phone", _("téléphone")
        DETAILS = "details", _("nom, naissance, adresse postale, langue ou fuseau horaire")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("compte")
    )
    citizen = models.ForeignKey(
        Citizen, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("personne")
    )
    point = models.CharField(_("coordonnée"), max_length=7, choices=Point)
    # Emptied a week later (`actions.forget_values`), and `emptied_at` says so.
    former = SealedTextField(default="", sealed_as="contact_changes_contactchange.former")
    former_verified = models.BooleanField(default=False)
    replacing = SealedTextField(default="", sealed_as="contact_changes_contactchange.replacing")
    password_before = SealedTextField(default="", sealed_as="contact_changes_contactchange.password_before")
    factor_ids = ArrayField(models.BigIntegerField(), default=list)
    needs_factor = models.BooleanField(default=False)
    emptied_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_digest = models.CharField(max_length=64, unique=True)
    changed_at = models.DateTimeField(_("changée le"), default=clock.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("changée par")
    )
    undone_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("annulée par")
    )
    lifted_at = models.DateTimeField(_("débloquée le"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("débloquée par"),
    )

    objects = ContactChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("changement de coordonnées")
        verbose_name_plural = _("changements de coordonnées")
        ordering = ["-changed_at", "-id"]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="contact_change_changed_at"),
            models.Index(
                fields=["-changed_at", "-id"],
                condition=Q(undone_at__isnull=False, lifted_at=None),
                name="contact_change_freezing",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(citizen__isnull=False), name="contact_change_owned"
            ),
            models.CheckConstraint(
                condition=Q(changed_at__isnull=False, changed_by__isnull=False), name="contact_change_changed_at_by"
            ),
            together("undone_at", "undone_by", name="contact_change_undone_pair"),
            together("lifted_at", "lifted_by", name="contact_change_lifted_pair"),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | Q(undone_at__isnull=False), name="contact_change_lifted_once_undone"
            ),
        ]

    class Privacy:
        personal = {
            "account": "clear",
            "citizen": "clear",
            "former": "sealed",
            "replacing": "sealed",
            "password_before": "sealed",
            "factor_ids": "clear",
            "changed_by": "clear",
            "undone_by": "clear",
            "lifted_by": "clear",
        }
        retention = [
            Empty(
                fields=("former", "replacing", "password_before", "factor_ids"),
                days=7,
                after="changed_at",
                by="portal.contact_changes.actions.forget_values",
            ),
            Keep(
                years=2,
                after="changed_at",
                where=Q(undone_at=None) | Q(lifted_at__isnull=False),
                only="those that freeze nothing",
                because="to prove who was told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_point_display()} ({self.changed_at:%Y-%m-%d})"

    def verb(self, what: str) -> str:
        """Return the journal's: «details_change.made» for what `details` keeps."""
        return f"{'details' if self.point == self.Point.DETAILS else 'contact'}_change.{what}"

    @property
    def is_late(self) -> bool:
        return clock.now() >= self.changed_at + UNDO_FOR

    @property
    def is_freezing(self) -> bool:
        return self.undone_at is not None and self.lifted_at is None

    @property
    def may_be_undone(self) -> bool:
        """By support, which looks at who calls: as long as the values are there."""
        return self.undone_at is None and self.emptied_at is None

    @property
    def can_prove_alone(self) -> bool:
        """Whether the page has something to ask: an account, and what it had at the time."""
        return bool(self.account_id and (self.needs_factor or self.password_before))


class ContactAlert(models.Model):
    """An outbox: where the message goes is settled in the transaction of its cause."""

    class What(models.TextChoices):
        CHANGED = "changed", _("changement")
        UNDONE = "undone", _("annulation")
        LIFTED = "lifted", _("déblocage")

    class Channel(models.TextChoices):
        EMAIL = "email", _("courriel")
        SMS = "sms", _("texto")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    change = models.ForeignKey(ContactChange, models.PROTECT, related_name="alerts", db_index=False)
    what = models.CharField(max_length=8, choices=What)
    channel = models.CharField(max_length=5, choices=Channel)
    address = SealedTextField(default="", sealed_as="contact_changes_contactalert.address")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    refused_code = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("alerte de coordonnées")
        verbose_name_plural = _("alertes de coordonnées")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["change", "what", "channel"], name="contact_alert_once"),
        ]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(sent_at=None, refused_code=""), name="contact_alert_waiting"
            ),
        ]

    class Privacy:
        personal = {"change": "clear", "address": "sealed"}
        retention = [
            Empty(
                fields=("address",),
                days=7,
                after="change__changed_at",
                by="portal.contact_changes.actions.forget_values",
            ),
            KeepWith("change"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.get_channel_display()}"
