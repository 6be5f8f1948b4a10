"""`SpaceInvitation`: one letter with one code for one person; `SpaceInvitationBatch`: what is printed together."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.foundation.crypto.fields import SealedTextField
from portal.organizations.models import Team
from portal.people.models import Citizen
from portal.printing.models import PrintBatch
from reminders.invitations.models import CodeLetter, keeping_code_letters, of_code_letters
from reminders.space_invitations.querysets import SpaceInvitationQuerySet

VALID_FOR = dt.timedelta(days=90)
"""From the day it is printed: a letter waits on a kitchen table."""


class SpaceInvitationBatch(PrintBatch):
    """Invitations that are printed together."""

    class Meta:
        proxy = True
        verbose_name = _("lot d’invitations à ouvrir un espace")
        verbose_name_plural = _("invitations à ouvrir un espace")

    def __str__(self) -> str:
        return str(_("Lot d’invitations %(number)d")) % {"number": self.number}


class SpaceInvitation(CodeLetter):
    """The code is kept, sealed, until it is printed; then only what recognises it."""

    citizen = models.ForeignKey(
        Citizen, models.PROTECT, related_name="space_invitations", verbose_name=_("personne invitée")
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name=_("équipe"))
    code = SealedTextField(_("code"), null=True, sealed_as="space_invitations_spaceinvitation.code")
    code_digest = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("demandée par"))
    batch = models.ForeignKey(
        SpaceInvitationBatch,
        models.PROTECT,
        related_name="space_invitations",
        null=True,
        verbose_name=_("lot"),
        db_index=False,
    )

    objects = SpaceInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation à ouvrir un espace")
        verbose_name_plural = _("invitations à ouvrir un espace")
        ordering = ["asked_at", "pk"]
        constraints = [
            *of_code_letters("space_invitation", sealed="code"),
            models.UniqueConstraint(
                fields=["citizen"], condition=Q(state__in=["to_print", "printed"]), name="space_invitation_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(state="to_print"), name="space_invitation_to_print"),
        ]

    class Privacy:
        personal = {
            "citizen": "clear",
            "code": "sealed",
            "code_digest": "sealed",
            "by": "clear",
            "used_by": "clear",
        }
        retention = keeping_code_letters("code")
