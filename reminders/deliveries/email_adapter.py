"""The e-mail adapter: by SMTP over a few connections kept open, or through a provider's own backend (Anymail)."""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings

from portal.consents.models import Channel
from portal.foundation.channels import ChannelError, email, smtp
from reminders.deliveries import hours
from reminders.deliveries.adapters import NetworkAdapter
from reminders.deliveries.models import message_id_of
from reminders.deliveries.outgoing import Connection, OutgoingMessage, reminder_refs
from reminders.deliveries.texts import RenderedEmail, TextCache, email_of
from reminders.unsubscribing.headers import headers_for

logger = logging.getLogger(__name__)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class EmailAdapter(NetworkAdapter):
    channel = Channel.EMAIL
    is_repeatable = True
    opens_sql = hours.EMAIL

    def most_connections(self) -> int:
        return settings.EMAIL_CONNECTIONS

    def compose(self, messages: Sequence[OutgoingMessage]) -> None:
        """Each text once; each message its own headers."""
        texts_by_id = TextCache(
            one for carried in {message.reminders for message in messages} for one in reminder_refs(carried)
        )
        sender = email.bare(settings.DEFAULT_FROM_EMAIL)
        make = _smtp_content if settings.EMAIL_BACKEND == SMTP else _as_rendered
        texts: dict[tuple[str, str], Any] = {}
        for message in messages:
            what = (message.reminders, message.language)
            try:
                if what not in texts:
                    texts[what] = make(email_of(texts_by_id.lines(reminder_refs(message.reminders)), message.language))
                message.content = _addressed(message, texts[what], sender)
            except ChannelError as error:  # the address is not one: nobody is written to in its stead
                message.refusal = error
            except Exception:
                logger.exception("delivery %s could not be composed", message.id)

    def open_connections(self, count: int) -> Sequence[Connection]:
        if settings.EMAIL_BACKEND == SMTP:
            return [_SmtpConnection() for _ in range(count)]
        pool = ThreadPoolExecutor(count, thread_name_prefix="email")
        return [_BackendConnection(pool) for _ in range(count)]


def _smtp_content(words: RenderedEmail) -> email.EncodedMessage:
    return email.encode(subject=words.subject, text=words.text, html=words.html)


def _as_rendered(words: RenderedEmail) -> RenderedEmail:
    return words


def _addressed(message: OutgoingMessage, text: email.EncodedMessage | RenderedEmail, sender: bytes) -> Any:
    """(envelope, bytes) for SMTP; the arguments of `email.send` for a backend."""
    headers = headers_for(message)
    message_id = message_id_of(message.key)
    to = email.bare(message.address)
    if isinstance(text, RenderedEmail):
        words = {"subject": text.subject, "text": text.text, "html": text.html}
        return {"to": message.address, "message_id": message_id, "headers": headers, **words}
    copy = text.copy(to=to.decode("ascii"), message_id=message_id, headers=headers)
    return smtp.Envelope(sender, to), copy


class _SmtpConnection:
    def __init__(self) -> None:
        self._relay = smtp.Relay()

    async def ready(self) -> None:
        await self._relay.open()

    async def send(self, message: OutgoingMessage, following: OutgoingMessage | None) -> str:
        envelope, content = message.content
        await self._relay.send(envelope, content, following.content[0] if following else None)
        return ""

    async def look_up(self, message: OutgoingMessage) -> str | None:
        raise ChannelError("no_lookup")

    async def close(self) -> None:
        await self._relay.close()


class _BackendConnection:
    """Django's backends wait: each has a thread."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool

    async def ready(self) -> None: ...

    async def send(self, message: OutgoingMessage, following: OutgoingMessage | None) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: email.send(**message.content))

    async def look_up(self, message: OutgoingMessage) -> str | None:
        raise ChannelError("no_lookup")

    async def close(self) -> None:
        self._pool.shutdown(wait=False)
