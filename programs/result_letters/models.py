"""`ResultLetter`: a result of the questionnaire to print and post, once, to the address given for it."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import Empty, KeepForever
from programs.result_letters.querysets import ResultLetterQuerySet

KEPT_DAYS = 30
"""What nobody printed by then is emptied all the same, as the page promised."""


class ResultLetter(models.Model):
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
    batch = models.PositiveIntegerField(_("lot"), null=True, blank=True)
    place = models.PositiveSmallIntegerField(_("rang dans le lot"), null=True, blank=True)
    taken_at = models.DateTimeField(_("mise dans un lot le"), null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("par")
    )
    printed_at = models.DateTimeField(_("imprimée le"), null=True, blank=True)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("imprimée par"),
    )

    objects = ResultLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("lettre de pistes")
        verbose_name_plural = _("lettres de pistes")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="result_letter_place_once"),
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="result_letter_taken_at_by",
            ),
            models.CheckConstraint(
                condition=Q(batch=None, place=None, taken_at=None)
                | Q(batch__isnull=False, place__isnull=False, taken_at__isnull=False),
                name="result_letter_batch",
            ),
            models.CheckConstraint(
                condition=Q(printed_at=None, printed_by=None) | Q(printed_at__isnull=False, printed_by__isnull=False),
                name="result_letter_printed_at_by",
            ),
            # What names a person is there until it is printed, and never after.
            models.CheckConstraint(
                condition=Q(state="waiting", sheet_json__isnull=False, batch=None, printed_at=None)
                | Q(state="taken", sheet_json__isnull=False, batch__isnull=False, printed_at=None)
                | Q(state="printed", sheet_json__isnull=True, batch__isnull=False, printed_at__isnull=False)
                | Q(state="expired", sheet_json__isnull=True, printed_at=None),
                name="result_letter_state",
            ),
        ]
        indexes = [models.Index(fields=["asked_at", "id"], condition=Q(state="waiting"), name="result_letter_waiting")]

    class Privacy:
        personal = {"sheet_json": "sealed", "taken_by": "clear", "printed_by": "clear"}
        retention = [
            Empty(fields=("sheet_json",), until="when printed", by="programs.result_letters.actions.mark_printed"),
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
        return self.reference

    @property
    def reference(self) -> str:
        """Printed in small on the sheet; it names nobody."""
        return f"P{self.batch}-{self.place:03d}" if self.batch and self.place else str(_("Lettre à imprimer"))

    @property
    def sheet(self) -> dict[str, Any]:
        return json.loads(self.sheet_json) if self.sheet_json else {}

    @sheet.setter
    def sheet(self, sheet: dict[str, Any]) -> None:
        self.sheet_json = json.dumps(sheet, ensure_ascii=False)
