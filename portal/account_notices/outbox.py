"""Rows that leave as one e-mail or text message each: claimed, committed, sent, committed again. A task sweeps what was
missed.

Several e-mails at once are few (staff only), so one connection for each is enough.
"""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import Power
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.foundation.channels import ChannelError, email, sms
from portal.isolation.halves import code_of, is_of_a_row

logger = logging.getLogger(__name__)
MOST_TRIES = 10
"""Two minutes, then twice as long each time: the last one comes about a day after the first."""


class AccountMessage(NamedTuple):
    """What leaves, and to whom."""

    to: str
    subject: str
    text: str
    headers: Mapping[str, str] = {}


class TextMessage(NamedTuple):
    """The same by SMS. What may have left is not sent again."""

    to: str
    text: str


class Outgoing(models.Model):
    """A row that leaves as an e-mail. `send_waiting` writes these columns and nobody else."""

    sent_at = models.DateTimeField(_("envoyé le"), null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    next_try_at = models.DateTimeField(default=clock.now, editable=False)
    refused_at = models.DateTimeField(_("adresse refusée le"), null=True, editable=False)

    class Meta:
        abstract = True


class OutgoingQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Those that must leave now. Further away than a try places them, a clock that went ahead did: they are due."""
        now = clock.now()
        longest = Power(2.0, F("tries")) * Value(dt.timedelta(minutes=1))
        latest = ExpressionWrapper(Value(now + clock.TOLERANCE) + longest, output_field=models.DateTimeField())
        due = Q(next_try_at__lte=now) | Q(next_try_at__gt=latest)
        return self.filter(due, sent_at=None, refused_at=None, tries__lt=MOST_TRIES)


def send_waiting(waiting: OutgoingQuerySet, compose: Callable[[Any], AccountMessage | TextMessage]) -> int:
    """Send what waits; return how many left. `compose` may write in its row: it runs inside the claim."""
    sent = 0
    for pk in waiting.order_by("next_try_at", "pk").values_list("pk", flat=True)[:200]:
        sent += _send_one(waiting.model, pk, compose)
    return sent


def _send_one(model: Any, pk: Any, compose: Callable[[Any], AccountMessage | TextMessage]) -> bool:
    with transaction.atomic():
        row = model.objects.waiting().select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if row is None:
            return False
        letter = _composed(row, compose)
        row.tries += 1
        row.next_try_at = clock.now() + dt.timedelta(minutes=2**row.tries)
        row.save(update_fields=["tries", "next_try_at"])
    if letter is None:
        return False
    try:
        _send(letter, f"{model._meta.model_name}-{row.pk}-{row.tries}")
    except ChannelError as error:
        if error.permanent or error.uncertain and isinstance(letter, TextMessage):
            model.objects.filter(pk=pk).update(refused_at=clock.now())
        return False
    model.objects.filter(pk=pk, tries=row.tries).update(sent_at=clock.now())
    return True


def _composed(
    row: Outgoing, compose: Callable[[Any], AccountMessage | TextMessage]
) -> AccountMessage | TextMessage | None:
    """None when this one cannot be written: it counts a try, and those behind it leave."""
    try:
        with transaction.atomic():
            return compose(row)
    except Exception as error:
        if not is_of_a_row(error):
            raise
        logger.error("%s %s cannot be written (%s)", row._meta.model_name, row.pk, code_of(error))
        return None


def _send(letter: AccountMessage | TextMessage, reference: str) -> None:
    """Raises ChannelError."""
    if isinstance(letter, TextMessage):
        sms.send(to=letter.to, text=letter.text, reference=reference)
        return
    email.send(
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        message_id=f"<{reference}@{settings.SITE_HOST}>",
        headers=letter.headers,
    )


def bare_address() -> str:
    """Return the portal's address as people type it: «relais.example»."""
    return urlsplit(settings.SITE_URL).netloc
