"""The e-mail outlet: by SMTP over a few connections kept open, or through a provider's own backend (Anymail)."""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings

from portal.channels import ChannelError, email, smtp
from portal.consents.models import Channel
from reminders.deliveries import hours
from reminders.deliveries.models import message_id_of
from reminders.deliveries.outlets import NetworkOutlet
from reminders.deliveries.parcels import Hand, Parcel, told
from reminders.deliveries.texts import Book, Words, email_of
from reminders.unsubscribing.headers import headers_for

logger = logging.getLogger(__name__)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class EmailOutlet(NetworkOutlet):
    channel = Channel.EMAIL
    is_digital = True
    is_repeatable = True
    address_sql = "CASE WHEN c.email_verified_at IS NOT NULL THEN nullif(c.email, '') END"
    opens_sql = hours.EMAIL

    def connections(self) -> int:
        return settings.EMAIL_CONNECTIONS

    def compose(self, parcels: Sequence[Parcel]) -> None:
        """Each text once; each parcel its own headers."""
        book = Book(one for said in {parcel.said for parcel in parcels} for one in told(said))
        sender = email.bare(settings.DEFAULT_FROM_EMAIL)
        make = _smtp_content if settings.EMAIL_BACKEND == SMTP else _words_of
        texts: dict[tuple[str, str], Any] = {}
        for parcel in parcels:
            what = (parcel.said, parcel.language)
            try:
                if what not in texts:
                    texts[what] = make(email_of(book.lines(told(parcel.said)), parcel.language))
                parcel.content = _addressed(parcel, texts[what], sender)
            except ChannelError as error:  # the address is not one: nobody is written to in its stead
                parcel.refusal = error
            except Exception:
                logger.exception("delivery %s could not be composed", parcel.id)

    def hands(self, count: int) -> Sequence[Hand]:
        if settings.EMAIL_BACKEND == SMTP:
            return [_SmtpHand() for _ in range(count)]
        pool = ThreadPoolExecutor(count, thread_name_prefix="email")
        return [_BackendHand(pool) for _ in range(count)]


def _smtp_content(words: Words) -> email.Plate:
    return email.press(subject=words.subject, text=words.text, html=words.html)


def _words_of(words: Words) -> Words:
    return words


def _addressed(parcel: Parcel, text: email.Plate | Words, sender: bytes) -> Any:
    """(envelope, bytes) for SMTP; the arguments of `email.send` for a backend."""
    headers = headers_for(parcel)
    message_id = message_id_of(parcel.key)
    to = email.bare(parcel.address)
    if isinstance(text, Words):
        words = {"subject": text.subject, "text": text.text, "html": text.html}
        return {"to": parcel.address, "message_id": message_id, "headers": headers, **words}
    copy = text.copy(to=to.decode("ascii"), message_id=message_id, headers=headers)
    return smtp.Envelope(sender, to), copy


class _SmtpHand:
    def __init__(self) -> None:
        self._relay = smtp.Relay()

    async def ready(self) -> None:
        await self._relay.open()

    async def hand_over(self, parcel: Parcel, following: Parcel | None) -> str:
        envelope, content = parcel.content
        await self._relay.send(envelope, content, following.content[0] if following else None)
        return ""

    async def look_up(self, parcel: Parcel) -> str | None:
        raise ChannelError("no_lookup")

    async def close(self) -> None:
        await self._relay.close()


class _BackendHand:
    """Django's backends wait: each has a thread."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool

    async def ready(self) -> None: ...

    async def hand_over(self, parcel: Parcel, following: Parcel | None) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: email.send(**parcel.content))

    async def look_up(self, parcel: Parcel) -> str | None:
        raise ChannelError("no_lookup")

    async def close(self) -> None:
        self._pool.shutdown(wait=False)
