"""Automatic answers: at most one for an address in a period, none to machines; written here, sent by a task."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.account_notices.outbox import MOST_TRIES, AccountMessage, TextMessage, bare_address, send_waiting
from portal.celery import app
from portal.consents.models import Channel
from portal.counters.rates import is_within
from portal.counters.stores import CounterKind
from portal.people.phones import is_kept, text_fault
from reminders.kinds.texts import speaking
from reminders.replies.models import AutomaticAnswer

PERIODS = {Channel.SMS: 86_400, Channel.EMAIL: 7 * 86_400}
"""Seconds: two machines that answer each other stop at the first answer (RFC 3834 §2; vacation(1) waits a week)."""
MOST_AN_HOUR = 500
"""To everybody: forged senders cannot make of us a source of mail."""
TASK = "reminders.send_automatic_answers"


def answer(*, channel: str, address: str, text: str, language: str, answered: str = "") -> AutomaticAnswer | None:
    """Write an answer that will leave; None when this address had one in the period, or receives none."""
    if not address or channel == Channel.SMS and (not is_kept(address) or text_fault(address)):
        return None
    digest = digest_of(address)
    period = PERIODS[Channel(channel)]
    # That texts stop is told whatever was answered before: it follows a withdrawal, of which there is one.
    if text != AutomaticAnswer.Text.STOPPED and not _is_within_limits(digest, period):
        return None
    written = AutomaticAnswer.objects.create(
        channel=channel, address=address, text=text, language=language, answered=answered
    )
    transaction.on_commit(lambda: app.send_task(TASK, expires=60), robust=True)
    return written


def _is_within_limits(digest: str, period: int) -> bool:
    return is_within(f"automatic-answer:{digest}", most=1, seconds=period, kind=CounterKind.KEPT) and is_within(
        "automatic-answers", most=MOST_AN_HOUR, seconds=3600, kind=CounterKind.KEPT
    )


def digest_of(address: str) -> str:
    """Count an address or a number, whatever was written for one, without keeping it."""
    return hashlib.sha256(address.encode(errors="surrogatepass")).hexdigest()


def send_answers() -> int:
    """Send what waits, then forget to whom it went."""
    sent = send_waiting(AutomaticAnswer.objects.waiting(), _compose)
    over = AutomaticAnswer.objects.exclude(sent_at=None, refused_at=None, tries__lt=MOST_TRIES)
    for row in over.filter(is_forgotten=False).order_by("created_at", "pk")[:500]:
        row.address, row.answered, row.is_forgotten = "", "", True
        row.save(update_fields=["address", "answered", "is_forgotten"])
    return sent


def _compose(row: AutomaticAnswer) -> AccountMessage | TextMessage:
    """Neutral: it says where to write, and nothing of what was written."""
    with speaking(row.language):
        context: dict[str, Any] = {
            "text": row.text,
            "site": bare_address(),
            "phone": settings.HELP_PHONE,
            "hours": settings.HELP_HOURS,
        }
        if row.channel == Channel.SMS:
            return TextMessage(row.address, render_to_string("reminders/replies/answer.sms.txt", context).strip())
        headers = {"Auto-Submitted": "auto-replied"}
        if row.answered.isascii() and row.answered.isprintable() and row.answered:
            headers |= {"In-Reply-To": row.answered, "References": row.answered}
        text = render_to_string("reminders/replies/answer.txt", context).strip() + "\n"
        return AccountMessage(row.address, _("Relais ne lit pas les réponses à ses courriels"), text, headers)
