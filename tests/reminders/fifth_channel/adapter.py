"""The contact point of the channel and its adapter: one HTTP request a message, with an idempotency key."""

import datetime as dt
from collections.abc import Sequence

import aiohttp

from portal.consents.channels import Channel
from portal.foundation.channels import ChannelError
from portal.people.models import Citizen
from reminders.channels.contact_points import ContactPoint
from reminders.deliveries.adapters import NetworkAdapter
from reminders.deliveries.outgoing import Connection, OutgoingMessage, reminder_refs
from reminders.deliveries.texts import TextCache, sentence
from reminders.kinds.texts import speaking
from tests.reminders.fifth_channel.apps import CODE
from tests.reminders.fifth_channel.models import PushAddress

_OF_CITIZEN = "(SELECT push.{column} FROM fifth_channel_pushaddress push WHERE push.citizen_id = citizen.id)"


class PushPoint(ContactPoint):
    channel = Channel(CODE)
    kept_sql = _OF_CITIZEN.format(column="url")
    proof_sql = _OF_CITIZEN.format(column="proved_at") + " IS NOT NULL"
    name = "Votre adresse de notification"
    lack = "Aucune adresse de notification n’est confirmée."
    remedy, page = "Indiquer une adresse de notification", "contacts:contact"
    refused = "Si vous avez une autre adresse de notification, indiquez-la."
    works_again = "Cette adresse de notification fonctionne de nouveau"

    def kept(self, citizen: Citizen) -> str:
        return PushAddress.objects.filter(citizen=citizen).values_list("url", flat=True).first() or ""

    def is_proved_enough(self, citizen: Citizen) -> bool:
        return self.proved_at(citizen) is not None

    def proved_at(self, citizen: Citizen) -> dt.datetime | None:
        return PushAddress.objects.filter(citizen=citizen).values_list("proved_at", flat=True).first()


class PushAdapter(NetworkAdapter):
    channel = Channel(CODE)
    is_repeatable = True

    def most_connections(self) -> int:
        return 2

    def compose(self, messages: Sequence[OutgoingMessage]) -> None:
        texts = TextCache(ref for message in messages for ref in reminder_refs(message.reminders))
        for message in messages:
            lines = texts.lines(reminder_refs(message.reminders))
            with speaking(message.language):
                text = " ".join(sentence(line, self.channel) for line in lines) or "Un message vous attend dans Relais."
            message.content = {"text": text, "key": str(message.key)}

    def open_connections(self, count: int) -> Sequence[Connection]:
        return [_PushConnection() for _ in range(count)]


class _PushConnection:
    def __init__(self) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5))

    async def ready(self) -> None: ...

    async def send(self, message: OutgoingMessage, following: OutgoingMessage | None) -> str:
        try:
            async with self._session.post(message.address, json=message.content, allow_redirects=False) as answer:
                status, body = answer.status, await answer.text()
        except (aiohttp.ClientError, OSError) as error:
            raise ChannelError("cut", uncertain=True) from error
        if status < 300:
            return body
        raise ChannelError(str(status), permanent=status < 500, undeliverable=status == 410)

    async def look_up(self, message: OutgoingMessage) -> str | None:
        raise ChannelError("no_lookup")

    async def close(self) -> None:
        await self._session.close()
