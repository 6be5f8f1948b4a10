"""`Mandate`: somebody acts for a citizen. `MandateInvitation`: it is proposed, and takes effect once accepted."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.account_notices.outbox import Outgoing
from portal.foundation.retention import Keep
from portal.mandates.querysets import MandateInvitationQuerySet, MandateQuerySet
from portal.mandates.scope_fields import Scoped
from portal.organizations.models import Organization
from portal.people.models import Citizen


class MandateKind(models.TextChoices):
    PARENT = "parent", _("autorité parentale")
    HELPER = "helper", _("personne aidante")
    LEGAL = "legal", _("mandat légal")


class Mandate(Scoped):
    """Parental authority, a helper's, or a legal mandate (Civil Code of Québec, a. 192, 2130, 2166)."""

    Kind = MandateKind

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(
        Citizen, models.PROTECT, related_name="mandates", verbose_name=_("personne représentée")
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates", verbose_name=_("qui agit")
    )
    kind = models.CharField(_("genre"), max_length=10, choices=MandateKind)
    revoked_at = models.DateTimeField(_("révoqué le"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        constraints = [
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="mandate_revoked_pair",
            ),
        ]

    class Privacy:
        personal = {"citizen": "clear", "holder": "clear", "kind": "clear", "revoked_by": "clear"}
        retention = [
            Keep(years=7, after="revoked_at", because="to prove who acted for whom"),
            Keep(years=7, after="ends_on", where=Q(revoked_at=None), only="never revoked"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.starts_on})"


class Proof(models.TextChoices):
    """The document on file that an agent saw."""

    PROXY = "proxy", _("procuration signée")
    JUDGMENT = "judgment", _("jugement ou acte de tutelle")
    PROTECTION = "protection", _("mandat de protection homologué")
    BIRTH = "birth", _("acte de naissance")
    ESTATE = "estate", _("preuve de liquidation d’une succession")


class MandateInvitation(Scoped, Outgoing):
    """By the person, or by an agent who saw a document. The code itself is in the e-mail, or the letter, only."""

    class State(models.TextChoices):
        TO_SEND = "to_send", _("à envoyer")
        SENT = "sent", _("envoyée, sans réponse")
        REFUSED = "refused", _("adresse refusée\u00a0: rien n’est arrivé")
        EXPIRED = "expired", _("expirée")
        ACCEPTED = "accepted", _("acceptée")
        DECLINED = "declined", _("déclinée")
        WITHDRAWN = "withdrawn", _("retirée")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(
        Citizen, models.PROTECT, related_name="mandate_invitations", verbose_name=_("personne représentée")
    )
    kind = models.CharField(_("genre"), max_length=10, choices=MandateKind, default=MandateKind.HELPER)
    invitee = models.CharField(_("qui est invité"), max_length=201)
    email = models.EmailField(_("adresse courriel"), blank=True)
    postal_address = models.TextField(_("adresse postale"), blank=True)
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    proof = models.CharField(_("document vu"), max_length=12, choices=Proof, blank=True)
    proof_detail = models.CharField(_("numéro ou date du document"), max_length=120, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", verbose_name=_("organisme qui a vu le document")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invitée par")
    )
    created_at = models.DateTimeField(_("invitée le"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    accepted_at = models.DateTimeField(_("acceptée le"), null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    mandate = models.OneToOneField(
        Mandate, models.PROTECT, null=True, related_name="invitation", editable=False, verbose_name=_("mandat")
    )
    declined_at = models.DateTimeField(_("déclinée le"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = MandateInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation à agir")
        verbose_name_plural = _("invitations à agir")
        ordering = ["-created_at", "pk"]
        constraints = [
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None, mandate=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, mandate__isnull=False),
                name="mandate_invitation_accepted_at_by",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="mandate_invitation_withdrawn_at_by",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, declined_at=None)
                | Q(accepted_at=None, withdrawn_at=None)
                | Q(declined_at=None, withdrawn_at=None),
                name="mandate_invitation_answered_once",
            ),
            models.CheckConstraint(
                condition=Q(proof="", organization=None) | ~Q(proof="") & Q(organization__isnull=False),
                name="mandate_invitation_proof_seen",
            ),
            models.CheckConstraint(
                condition=Q(email="") & ~Q(postal_address="") | ~Q(email="") & Q(postal_address=""),
                name="mandate_invitation_by_one_way",
            ),
            models.CheckConstraint(
                condition=Q(kind="helper") | ~Q(proof=""),
                name="mandate_invitation_by_law_proved",
                violation_error_message=_("Un mandat légal demande un document vu par une agente ou un agent."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(sent_at=None, refused_at=None), name="mandate_invitation_waiting"
            ),
            models.Index(fields=["code_digest"], name="mandate_invitation_code"),
            models.Index(
                fields=["email"],
                condition=Q(accepted_at=None, declined_at=None, withdrawn_at=None),
                name="mandate_invitation_asked",
            ),
        ]

    class Privacy:
        personal = {
            "citizen": "clear",
            "invitee": "clear",
            "email": "clear",
            "postal_address": "clear",
            "code_digest": "sealed",
            "proof": "clear",
            "proof_detail": "clear",
            "invited_by": "clear",
            "accepted_by": "clear",
            "mandate": "clear",
            "withdrawn_by": "clear",
        }
        retention = [
            Keep(years=7, after="mandate__revoked_at", because="with the mandate that it gave"),
            Keep(years=7, after="mandate__ends_on", where=Q(mandate__revoked_at=None), only="never revoked"),
            Keep(years=2, after="expires_at", where=Q(mandate=None), only="those that gave no mandate"),
        ]

    def __str__(self) -> str:
        return self.invitee

    @property
    def is_open(self) -> bool:
        answered = self.accepted_at or self.declined_at or self.withdrawn_at
        return not answered and self.expires_at > clock.now()

    @property
    def state(self) -> str:
        """Return one of `State`."""
        states = (
            (self.accepted_at, self.State.ACCEPTED),
            (self.withdrawn_at, self.State.WITHDRAWN),
            (self.declined_at, self.State.DECLINED),
            (self.expires_at <= clock.now(), self.State.EXPIRED),
            (self.refused_at, self.State.REFUSED),
            (self.sent_at, self.State.SENT),
        )
        return next((state for holds, state in states if holds), self.State.TO_SEND)

    def get_state_display(self) -> str:
        if self.state == self.State.SENT and not self.email:  # written; whether it is printed is not known here
            return str(_("lettre demandée, sans réponse"))
        return str(self.State(self.state).label)
