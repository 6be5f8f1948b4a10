"""`Invitation`: one letter with one code for one client number; `InvitationBatch`: what is printed together."""

import json
import uuid
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.constraints import together
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Empty, Keep
from portal.organizations.models import Organization
from portal.printing.models import InBatch, PrintBatch
from reminders.invitations.querysets import InvitationQuerySet


class Contents(NamedTuple):
    """What is on the sheet: whose it is and the secret; forgotten once printed."""

    name: str
    address: str
    hint: str
    code: str


class InvitationBatch(PrintBatch):
    """Invitations that are printed together."""

    class Meta:
        proxy = True
        verbose_name = _("lot d’invitations")
        verbose_name_plural = _("invitations à imprimer")

    def __str__(self) -> str:
        return str(_("Lot d’invitations %(number)d")) % {"number": self.number}


class CodeLetter(InBatch):
    """A letter with a code that serves once; what is sealed of it is emptied once it is printed."""

    class State(models.TextChoices):
        TO_PRINT = "to_print", _("à imprimer")
        PRINTED = "printed", _("imprimée")
        USED = "used", _("utilisée")
        EXPIRED = "expired", _("expirée ou remplacée")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.TO_PRINT)
    asked_at = models.DateTimeField(_("demandée le"), default=now, editable=False)
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    used_at = models.DateTimeField(_("utilisée le"), null=True, editable=False)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(_("Invitation %(number)s")) % {"number": self.reference}


def of_code_letters(prefix: str, sealed: str) -> list[models.BaseConstraint]:
    """The constraints of a table of them; `sealed`: its column that is emptied."""
    is_known = {f"{sealed}__isnull": False}
    return [
        models.UniqueConstraint(fields=["batch", "place"], name=f"{prefix}_place_once"),
        models.CheckConstraint(
            condition=Q(state="to_print", **is_known) | ~Q(state="to_print") & Q(**{f"{sealed}__isnull": True}),
            name=f"{prefix}_forgotten_once_printed",
        ),
        together("batch", "place", name=f"{prefix}_in_batch"),
        models.CheckConstraint(
            condition=Q(state="used", used_at__isnull=False, used_by__isnull=False)
            | ~Q(state="used") & Q(used_at=None, used_by=None),
            name=f"{prefix}_used_at_by",
        ),
    ]


def keeping_code_letters(sealed: str) -> list[Empty | Keep]:
    """How long one is kept, and what is sealed of it."""
    return [
        Empty(fields=(sealed,), until="when printed", by="portal.printing.actions.mark_printed"),
        Empty(
            fields=(sealed,),
            after="expires_at",
            where=Q(state__in=["to_print", "printed"]),
            only="never used",
            to={"state": "expired"},
        ),
        Keep(years=2, after="asked_at", because="who was invited by whom"),
    ]


class Invitation(CodeLetter):
    """Of the person it knows a digest of their number; their name, address and code are sealed until it is printed."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    digest = models.CharField(max_length=64, editable=False)
    contents = SealedTextField(_("ce qui est imprimé"), null=True, sealed_as="invitations_invitation.contents")
    code_digest = models.CharField(max_length=64, editable=False)
    # None: the organization's own system or file asked for it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("demandée par")
    )
    batch = models.ForeignKey(
        InvitationBatch,
        on_delete=models.PROTECT,
        related_name="invitations",
        null=True,
        verbose_name=_("lot"),
        db_index=False,
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["asked_at", "pk"]
        constraints = [
            *of_code_letters("invitation", sealed="contents"),
            models.UniqueConstraint(
                fields=["organization", "digest"],
                condition=Q(state__in=["to_print", "printed"]),
                name="invitation_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(state="to_print"), name="invitation_to_print"),
            models.Index(
                fields=["expires_at"], condition=Q(state__in=["to_print", "printed"]), name="invitation_expires"
            ),
        ]

    class Privacy:
        personal = {
            "digest": "sealed",
            "contents": "sealed",
            "code_digest": "sealed",
            "by": "clear",
            "used_by": "clear",
        }
        retention = keeping_code_letters("contents")

    def __str__(self) -> str:
        return super().__str__() if self.batch else str(_("Invitation à imprimer"))

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.TO_PRINT, self.State.PRINTED}

    def keep(self, contents: Contents) -> None:
        self.contents = json.dumps(contents._asdict(), ensure_ascii=False)

    @property
    def on_the_sheet(self) -> Contents:
        assert self.contents is not None  # until it is printed
        return Contents(**json.loads(self.contents))
