"""`StaffInvitation`: a role proposed to an e-mail address; it takes effect once its person accepted and is safe."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.access.permissions import Role
from portal.account_notices.outbox import Outgoing
from portal.foundation.constraints import together
from portal.foundation.retention import Keep
from portal.imports.models import ImportFile
from portal.organizations.models import Membership, Organization, Team
from portal.organizations.roles import ORGANIZATION_ROLES, TEAM_ROLES
from portal.people.models import User
from portal.staff.querysets import StaffInvitationQuerySet


class StaffAccount(User):
    """An account as the operation of the portal sees it. A room of its own, so that no other links to it."""

    class Meta:
        proxy = True
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")

    class Privacy(User.Privacy):
        pass


class StaffFile(ImportFile):
    class Meta:
        proxy = True
        verbose_name = _("fichier du personnel")
        verbose_name_plural = _("fichiers du personnel")


class StaffInvitation(Outgoing):
    """The code itself is in the e-mail only; a new one is made each time the e-mail leaves."""

    class State(models.TextChoices):
        TO_SEND = "to_send", _("à envoyer")
        SENT = "sent", _("envoyée, sans réponse")
        REFUSED = "refused", _("adresse refusée\u00a0: rien n’est arrivé")
        EXPIRED = "expired", _("expirée")
        ACCEPTED = "accepted", _("acceptée; il manque la deuxième étape de connexion")
        IN_EFFECT = "in_effect", _("acceptée\u00a0: le rôle est en vigueur")
        DECLINED = "declined", _("déclinée")
        WITHDRAWN = "withdrawn", _("retirée")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("adresse courriel"))
    role = models.CharField(_("rôle"), max_length=15, choices=Role)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisme")
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("équipe"))
    created_at = models.DateTimeField(_("invitée le"), default=clock.now, editable=False)
    # None: the portal itself, for its first operator.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("invitée par")
    )
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    accepted_at = models.DateTimeField(_("acceptée le"), null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="staff_invitations", editable=False
    )
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    declined_at = models.DateTimeField(_("déclinée le"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = StaffInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation du personnel")
        verbose_name_plural = _("invitations du personnel")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=TEAM_ROLES, team__isnull=False, organization__isnull=False)
                | Q(role__in=ORGANIZATION_ROLES, team=None, organization__isnull=False)
                | Q(role=Role.OPERATOR, team=None, organization=None),
                name="staff_invitation_scope_of_role",
                violation_error_message=_(
                    "Une agente ou un agent appartient à une équipe; les autres rôles, à l’organisme."
                ),
            ),
            together("accepted_at", "accepted_by", name="staff_invitation_accepted_at_by"),
            together("withdrawn_at", "withdrawn_by", name="staff_invitation_withdrawn_at_by"),
            models.CheckConstraint(
                condition=Q(declined_at=None) | Q(accepted_at=None, withdrawn_at=None),
                name="staff_invitation_declined_alone",
            ),
            models.CheckConstraint(
                condition=Q(membership=None) | Q(accepted_at__isnull=False, withdrawn_at=None),
                name="staff_invitation_in_effect_accepted",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "role",
                "organization",
                "team",
                condition=Q(accepted_at=None, declined_at=None, withdrawn_at=None),
                nulls_distinct=False,
                name="staff_invitation_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(sent_at=None, refused_at=None), name="staff_invitation_waiting"
            ),
            models.Index(fields=["code_digest"], name="staff_invitation_code"),
        ]

    class Privacy:
        personal = {
            "email": "clear",
            "invited_by": "clear",
            "accepted_by": "clear",
            "withdrawn_by": "clear",
            "code_digest": "sealed",
        }
        retention = [
            Keep(years=7, after="membership__ended_at", because="with the role that it gave"),
            Keep(years=2, after="expires_at", where=Q(membership=None), only="those that gave no role"),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()} · {self.team or self.organization or ''}".rstrip(" ·")

    @property
    def is_open(self) -> bool:
        """Neither answered nor taken back."""
        return not (self.accepted_at or self.declined_at or self.withdrawn_at)

    @property
    def is_underway(self) -> bool:
        """It may still give the role: it can be sent again or taken back."""
        return self.is_open or bool(self.accepted_at and not self.membership_id and not self.withdrawn_at)

    @property
    def state(self) -> str:
        """Return one of `State`."""
        states = (
            (self.membership_id, self.State.IN_EFFECT),
            (self.withdrawn_at, self.State.WITHDRAWN),
            (self.declined_at, self.State.DECLINED),
            (self.expires_at <= clock.now(), self.State.EXPIRED),
            (self.accepted_at, self.State.ACCEPTED),
            (self.refused_at, self.State.REFUSED),
            (self.sent_at, self.State.SENT),
        )
        return next((state for holds, state in states if holds), self.State.TO_SEND)

    def get_state_display(self) -> str:
        return str(self.State(self.state).label)

    def get_role_sentence(self) -> str:
        """Return what the role allows, in plain words."""
        return str(Role(self.role).sentence)
