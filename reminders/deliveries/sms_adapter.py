"""The SMS adapter: many requests in flight to the provider that `SMS_URL` names."""

import asyncio
import logging
import re
from collections.abc import Sequence

from django.conf import settings

from portal.consents.models import Channel
from portal.foundation.channels import ChannelError, sms
from reminders.deliveries import hours
from reminders.deliveries.adapters import NetworkAdapter
from reminders.deliveries.outgoing import Connection, OutgoingMessage, reminder_refs
from reminders.deliveries.texts import TextCache, sms_of

logger = logging.getLogger(__name__)
NUMBER = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
"""E.164: what is written otherwise is nobody's number, or somebody else's."""
LOOK_UP_PAUSES = (1.0, 4.0)
"""Seconds between tries to learn what became of a message."""


class SmsAdapter(NetworkAdapter):
    channel = Channel.SMS
    is_repeatable = False
    opens_sql = hours.SMS

    def can_look_up(self) -> bool:
        return sms.keeps_references()

    def most_connections(self) -> int:
        return settings.SMS_CONNECTIONS

    def compose(self, messages: Sequence[OutgoingMessage]) -> None:
        texts_by_id = TextCache(
            one for carried in {message.reminders for message in messages} for one in reminder_refs(carried)
        )
        texts: dict[tuple[str, str], str] = {}
        for message in messages:
            what = (message.reminders, message.language)
            try:
                if what not in texts:
                    texts[what] = sms_of(texts_by_id.lines(reminder_refs(message.reminders)), message.language)
                if not NUMBER.fullmatch(message.address):
                    message.refusal = ChannelError("number", permanent=True)
                    continue
                message.content = texts[what]
            except Exception:
                logger.exception("delivery %s could not be composed", message.id)

    def open_connections(self, count: int) -> Sequence[Connection]:
        line = sms.SmsConnections(count)
        return [_SmsConnection(line) for _ in range(count)]


class _SmsConnection:
    def __init__(self, line: sms.SmsConnections) -> None:
        self._line = line

    async def ready(self) -> None: ...

    async def send(self, message: OutgoingMessage, following: OutgoingMessage | None) -> str:
        return await self._line.send(to=message.address, text=message.content, reference=str(message.key))

    async def look_up(self, message: OutgoingMessage) -> str | None:
        for pause in LOOK_UP_PAUSES:
            try:
                return await self._line.find(str(message.key))
            except ChannelError as error:
                if error.code == "no_lookup":
                    raise
                await asyncio.sleep(pause)
        return await self._line.find(str(message.key))

    async def close(self) -> None:
        await self._line.close()
