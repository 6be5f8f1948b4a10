"""`PrintBatch`: what a print room prints at once; `InBatch`: a row that gets its place in one."""

import datetime as dt
import uuid
from collections import Counter
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import day_of, now
from portal.foundation.constraints import together
from portal.foundation.retention import Keep
from portal.organizations.models import Organization
from portal.printing.querysets import BatchManager


class PrintBatch(models.Model):
    """Made, printed and, for some nouns, posted: each by somebody, once.

    Each noun has its own class, a proxy of this one, and its section of gestion."""

    class State(models.TextChoices):
        MADE = "made", _("à imprimer")
        PRINTED = "printed", _("imprimé")
        POSTED = "posted", _("posté")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Label of the app whose noun is printed (`printables.py`).
    printable = models.CharField(max_length=40, editable=False)
    # What people say to each other («le lot 12») and what each sheet bears: one sequence for the whole print room, so
    # that a number never names two envelopes.
    number = models.PositiveIntegerField(_("numéro"), unique=True)
    # None: of several organizations, or of the portal itself.
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("organisme")
    )
    state = models.CharField(_("état"), max_length=8, choices=State.choices, default=State.MADE)
    made_at = models.DateTimeField(_("préparé le"), default=now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("préparé par")
    )
    printed_at = models.DateTimeField(_("imprimé le"), null=True)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("imprimé par")
    )
    posted_at = models.DateTimeField(_("posté le"), null=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("posté par")
    )

    objects = BatchManager()

    passed_over: Counter[str]
    """How many rows were not printed, by reason; of a batch that was just prepared only."""

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=False, made_by__isnull=False), name="print_batch_made_at_by"
            ),
            together("printed_at", "printed_by", name="print_batch_printed_at_by"),
            together("posted_at", "posted_by", name="print_batch_posted_at_by"),
            models.CheckConstraint(
                condition=Q(state="made", printed_at=None, posted_at=None)
                | Q(state="printed", printed_at__isnull=False, posted_at=None)
                | Q(state="posted", printed_at__isnull=False, posted_at__isnull=False),
                name="print_batch_state",
            ),
        ]

    class Privacy:
        personal = {"made_by": "clear", "printed_by": "clear", "posted_by": "clear"}
        retention = [Keep(years=2, after="made_at")]

    def __str__(self) -> str:
        return str(_("Lot %(number)d")) % {"number": self.number}

    @property
    def made_on(self) -> dt.date:
        return day_of(self.made_at)


class InBatch(models.Model):
    """What every row that is printed has. Its model adds `batch`, a key to its own class of batches."""

    batch: Any
    place = models.PositiveSmallIntegerField(_("rang dans le lot"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def reference(self) -> str:
        """Printed in small on the sheet, to be said or typed: it names nobody."""
        return f"{self.batch.number}-{self.place:03d}" if self.batch else "—"
