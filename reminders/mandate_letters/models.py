"""`MandateLetter`: a request to act, with its code, for whom has no e-mail; `MandateLetterBatch`: printed together."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Empty, Keep
from portal.mandates.models import MandateInvitation
from portal.printing.models import InBatch, PrintBatch
from reminders.mandate_letters.querysets import MandateLetterQuerySet


class MandateLetterBatch(PrintBatch):
    """Requests to act that are printed together."""

    class Meta:
        proxy = True
        verbose_name = _("lot de demandes d’agir")
        verbose_name_plural = _("demandes d’agir, par la poste")

    def __str__(self) -> str:
        return str(_("Lot de demandes %(number)d")) % {"number": self.number}


class MandateLetter(InBatch):
    """The code is kept, sealed, until it is printed; then only what recognises it, with the invitation."""

    class State(models.TextChoices):
        TO_PRINT = "to_print", _("à imprimer")
        PRINTED = "printed", _("imprimée")
        EXPIRED = "expired", _("expirée avant d’être imprimée")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.OneToOneField(
        MandateInvitation, models.PROTECT, related_name="letter", verbose_name=_("demande d’agir")
    )
    code = SealedTextField(_("code"), null=True, sealed_as="mandate_letters_mandateletter.code")
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.TO_PRINT)
    asked_at = models.DateTimeField(_("demandée le"), default=now, editable=False)
    batch = models.ForeignKey(
        MandateLetterBatch,
        models.PROTECT,
        related_name="mandate_letters",
        null=True,
        verbose_name=_("lot"),
        db_index=False,
    )

    objects = MandateLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande d’agir, par la poste")
        verbose_name_plural = _("demandes d’agir, par la poste")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="mandate_letter_place_once"),
            models.CheckConstraint(
                condition=Q(state="to_print", code__isnull=False) | ~Q(state="to_print") & Q(code__isnull=True),
                name="mandate_letter_forgotten_once_printed",
            ),
            models.CheckConstraint(
                condition=Q(batch=None, place=None) | Q(batch__isnull=False, place__isnull=False),
                name="mandate_letter_in_batch",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(state="to_print"), name="mandate_letter_to_print")]

    class Privacy:
        personal = {"invitation": "clear", "code": "sealed"}
        retention = [
            Empty(fields=("code",), until="when printed", by="portal.printing.actions.mark_printed"),
            Empty(
                fields=("code",),
                after="invitation__expires_at",
                where=Q(state="to_print"),
                only="never printed",
                to={"state": "expired"},
            ),
            Keep(years=2, after="asked_at", because="who was invited by whom"),
        ]

    def __str__(self) -> str:
        return str(_("Demande %(number)s")) % {"number": self.reference}
