"""`Letter`, one sheet to one person, once per delivery; `LetterBatch`, what is printed and posted together."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.retention import KeepWith
from portal.organizations.models import Organization
from portal.people.models import Citizen
from portal.printing.models import InBatch, PrintBatch
from portal.printing.order import waiting_first
from reminders.deliveries.models import Delivery
from reminders.letters.querysets import LetterQuerySet

WAITING = ("queued", "batched", "printed")
"""States of a letter that somebody must still do something with; of the others, the last ones come first."""
IN_ORDER = (
    waiting_first("state", *WAITING),
    Case(When(state__in=WAITING, then=F("post_before"))).asc(),
    Case(When(state__in=WAITING, then=F("queued_at"))).asc(),
    F("queued_at").desc(),
    F("id").asc(),
)
"""The order of the list, and of the index by which it is read."""


class LetterBatch(PrintBatch):
    """Letters that are printed and posted together."""

    post_before: dt.date | None
    """Of its most pressing letter; of a row of `with_counts` only."""

    class Meta:
        proxy = True
        verbose_name = _("lot de lettres")
        verbose_name_plural = _("lots de lettres")


class Letter(InBatch):
    """What it says is made from what its delivery carries, when it is printed: nothing personal is copied here.

    The address printed is kept: a letter that comes back tells about that address, not about a newer one."""

    class State(models.TextChoices):
        QUEUED = "queued", _("à imprimer")
        BATCHED = "batched", _("dans un lot")
        PRINTED = "printed", _("imprimée")
        POSTED = "posted", _("postée")
        RETURNED = "returned", _("revenue")
        CANCELLED = "cancelled", _("n’est plus à envoyer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="letter", verbose_name=_("envoi"))
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="letters", db_index=False)
    # None: what a notice says comes from the portal itself.
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("organisme")
    )
    state = models.CharField(_("état"), max_length=9, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField(_("à imprimer depuis"), default=now)
    # The last day on which it can be posted and still arrive before what it announces; None: as soon as possible.
    post_before = models.DateField(_("à poster avant le"), null=True, blank=True)
    batch = models.ForeignKey(
        LetterBatch,
        on_delete=models.PROTECT,
        related_name="letters",
        null=True,
        verbose_name=_("lot"),
        db_index=False,
    )
    address = models.TextField(_("adresse imprimée"), blank=True)
    returned_at = models.DateTimeField(_("revenue le"), null=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("retour noté par"),
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("lettre")
        verbose_name_plural = _("lettres")
        ordering = ["queued_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "cancelled"], batch=None, place=None, address="")
                | Q(state__in=["batched", "printed", "posted", "returned"], batch__isnull=False, place__isnull=False)
                & ~Q(address=""),
                name="letter_in_batch",
            ),
            models.UniqueConstraint(fields=["batch", "place"], name="letter_place_once"),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by=None) & ~Q(state="returned")
                | Q(returned_at__isnull=False, returned_by__isnull=False, state="returned"),
                name="letter_returned_at_by",
            ),
        ]
        indexes = [
            models.Index(fields=["queued_at", "id"], condition=Q(state="queued"), name="letter_queued"),
            models.Index(fields=["citizen"], name="letter_of_citizen"),
            models.Index(*IN_ORDER, name="letter_in_order"),
        ]

    class Privacy:
        personal = {"citizen": "clear", "address": "clear", "returned_by": "clear"}
        retention = [KeepWith("delivery", because="proof of what was sent and to which address")]

    def __str__(self) -> str:
        if self.batch:
            return str(_("Lettre %(number)s")) % {"number": self.reference}
        return str(_("Lettre retirée de la file") if self.is_withdrawn else _("Lettre à imprimer"))

    @property
    def is_withdrawn(self) -> bool:
        """Whether it left the queue unprinted: its delivery says when and why."""
        return self.state == self.State.CANCELLED

    @property
    def withdrawn_at(self) -> dt.datetime | None:
        return self.delivery.settled_at if self.is_withdrawn else None

    @property
    def withdrawn_because(self) -> str | None:
        """A code of `Delivery.code`."""
        return self.delivery.code or None if self.is_withdrawn else None
