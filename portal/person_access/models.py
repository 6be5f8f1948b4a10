"""`PersonAccess`: why a team sees a person; `SupportCode`: what a person reads aloud; `IdentityRule`: what is asked."""

import datetime as dt
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Keep, KeepForever, KeepWith
from portal.organizations.models import Organization, Team
from portal.people.models import Citizen
from portal.person_access.querysets import IdentityRuleQuerySet, PersonAccessQuerySet

LASTS = dt.timedelta(hours=10)
"""Of a person opened for one matter: a member of staff's longest session (`SESSION_LIMITS`)."""


SUPPORT_CODE_LASTS = dt.timedelta(minutes=15)


class PersonAccess(models.Model):
    """A team registered the person, and serves them from then on; or an agent opened them, for hours."""

    class Reason(models.TextChoices):
        REGISTERED = "registered", _("inscrite par l’équipe")
        JOINED = "joined", _("réunie à une autre inscription")
        CALLED = "called", _("la personne appelle")
        CAME = "came", _("la personne est au comptoir")
        WROTE = "wrote", _("la personne a écrit par la poste")
        FOR_HER = "for_her", _("quelqu’un appelle ou se présente pour elle")

    class Proof(models.TextChoices):
        SAID = "said", _("ce que la personne a dit à l’inscription")
        ANSWERS = "answers", _("ses réponses aux questions d’identité")
        CODE = "code", _("le code d’aide lu dans son espace")
        LETTER = "letter", _("le code d’une lettre, écrit dans son espace")
        MESSAGE = "message", _("le code d’un message sécurisé, et son adresse courriel confirmée")
        CARD = "card", _("une pièce d’identité avec photo, vue au comptoir")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(
        Citizen, models.PROTECT, related_name="accesses", verbose_name=_("personne"), db_index=False
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name=_("équipe"), db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("ouverte par")
    )
    reason = models.CharField(_("raison"), max_length=10, choices=Reason)
    proof = models.CharField(_("reconnue par"), max_length=7, choices=Proof)
    note = SealedTextField(_("qui demande, et pourquoi"), blank=True, sealed_as="person_access_personaccess.note")
    started_at = models.DateTimeField(_("depuis"), default=clock.now, editable=False)
    ends_at = models.DateTimeField(_("jusqu’à"), null=True, blank=True)

    objects = PersonAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("ouverture de fiche")
        verbose_name_plural = _("ouvertures de fiches")
        ordering = ["-started_at", "-pk"]
        indexes = [
            models.Index(fields=["citizen", "ends_at"], name="person_access_citizen"),
            models.Index(fields=["team", "-started_at", "-id"], name="person_access_of_team"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "team"], condition=Q(ends_at=None), name="person_access_registered_once"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["registered", "joined"], ends_at=None)
                | ~Q(reason__in=["registered", "joined"]) & Q(ends_at__isnull=False),
                name="person_access_ends_unless_registered",
            ),
        ]

    class Privacy:
        personal = {"citizen": "clear", "by": "clear", "note": "sealed"}
        retention = [
            Keep(years=2, after="ends_at", because="who opened whom, and why"),
            KeepWith("citizen", because="the team that registered them"),
        ]

    def __str__(self) -> str:
        return f"{self.citizen} · {self.get_reason_display()}"


class SupportCode(models.Model):
    """Eight figures that a person reads to an agent: whoever has the space open in front of them is that person."""

    citizen = models.OneToOneField(Citizen, models.PROTECT, primary_key=True, related_name="support_code")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("code d’aide")
        verbose_name_plural = _("codes d’aide")

    class Privacy:
        personal = {"citizen": "clear", "digest": "sealed"}
        retention = [Keep(days=1, after="expires_at")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class IdentityRule(models.Model):
    """What an organization asks before it opens the page of a person whom none of its teams serves."""

    organization = models.OneToOneField(
        Organization, models.PROTECT, primary_key=True, related_name="identity_rule", verbose_name=_("organisme")
    )
    asked = ArrayField(models.CharField(max_length=20), verbose_name=_("ce qui est demandé"))
    needed = models.PositiveSmallIntegerField(
        _("bonnes réponses qu’il faut"),
        default=2,
        validators=[MinValueValidator(2), MaxValueValidator(6)],
        help_text=_("Au moins deux."),
    )

    objects = IdentityRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("vérification de l’identité")
        verbose_name_plural = _("vérification de l’identité")
        ordering = ["organization__name_order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(needed__gte=2),
                name="identity_rule_asks_enough",
                violation_error_message=_("Demandez au moins deux bonnes réponses."),
            )
        ]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepForever(because="as long as the organization is on the portal")]

    def __str__(self) -> str:
        return str(self.organization)
