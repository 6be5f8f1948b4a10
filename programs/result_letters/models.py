"""`ResultLetter`: a result of the questionnaire to print and post, once, to the address given for it.

`ResultLetterBatch`: what is printed together."""

import json
import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.foundation.constraints import together
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Empty, KeepForever
from portal.printing.models import InBatch, PrintBatch
from portal.printing.order import waiting_first
from programs.result_letters.querysets import ResultLetterQuerySet

KEPT_DAYS = 30
"""What nobody printed by then is emptied all the same, as the page promised."""


IN_ORDER = (waiting_first("state", "waiting", "taken"), F("asked_at").desc(), F("id").desc())
"""The order of the list, and of the index by which it is read."""


class ResultLetterBatch(PrintBatch):
    """Letters of findings that are printed together."""

    class Meta:
        proxy = True
        verbose_name = _("lot de lettres de pistes")
        verbose_name_plural = _("lots de lettres de pistes")


class ResultLetter(InBatch):
    """Tied to nobody: asked without an account as with one. What it says and to whom is sealed, then emptied."""

    class State(models.TextChoices):
        WAITING = "waiting", _("à imprimer")
        TAKEN = "taken", _("dans un lot")
        PRINTED = "printed", _("imprimée")
        EXPIRED = "expired", _("effacée sans avoir été imprimée")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(_("demandée le"), default=clock.now)
    # {"name", "lines": […], "content": {…}}, see `sheets.py`. None once printed or expired.
    sheet_json = SealedTextField(_("lettre"), null=True, sealed_as="result_letters_resultletter.sheet_json")
    batch = models.ForeignKey(
        ResultLetterBatch,
        on_delete=models.PROTECT,
        related_name="result_letters",
        null=True,
        verbose_name=_("lot"),
        db_index=False,
    )

    objects = ResultLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("lettre de pistes")
        verbose_name_plural = _("lettres de pistes")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="result_letter_place_once"),
            together("batch", "place", name="result_letter_in_batch"),
            # What names a person is there until it is printed, and never after.
            models.CheckConstraint(
                condition=Q(state="waiting", sheet_json__isnull=False, batch=None)
                | Q(state="taken", sheet_json__isnull=False, batch__isnull=False)
                | Q(state="printed", sheet_json__isnull=True, batch__isnull=False)
                | Q(state="expired", sheet_json__isnull=True),
                name="result_letter_state",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at", "id"], condition=Q(state="waiting"), name="result_letter_waiting"),
            models.Index(*IN_ORDER, name="result_letter_in_order"),
        ]

    class Privacy:
        personal = {"sheet_json": "sealed"}
        retention = [
            Empty(fields=("sheet_json",), until="when printed", by="portal.printing.actions.mark_printed"),
            Empty(
                fields=("sheet_json",),
                days=KEPT_DAYS,
                after="asked_at",
                where=Q(state__in=["waiting", "taken"]),
                only="never printed",
                to={"state": "expired"},
            ),
            KeepForever(because="the empty row is the count"),
        ]

    def __str__(self) -> str:
        return self.reference if self.batch else str(_("Lettre à imprimer"))

    @property
    def reference(self) -> str:
        return f"P{super().reference}"

    @property
    def sheet(self) -> dict[str, Any]:
        return json.loads(self.sheet_json) if self.sheet_json else {}

    @sheet.setter
    def sheet(self, sheet: dict[str, Any]) -> None:
        self.sheet_json = json.dumps(sheet, ensure_ascii=False)
