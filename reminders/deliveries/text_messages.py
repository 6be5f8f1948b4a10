"""The SMS outlet: many requests in flight to the provider that `SMS_URL` names."""

import asyncio
import logging
import re
from collections.abc import Sequence

from django.conf import settings

from portal.channels import ChannelError, sms
from portal.consents.models import Channel
from reminders.deliveries import hours
from reminders.deliveries.outlets import NetworkOutlet
from reminders.deliveries.parcels import Hand, Parcel, told
from reminders.deliveries.texts import Book, sms_of

logger = logging.getLogger(__name__)
NUMBER = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
"""E.164: what is written otherwise is nobody's number, or somebody else's."""
LOOK_UP_PAUSES = (1.0, 4.0)
"""Seconds between tries to learn what became of a message."""


class SmsOutlet(NetworkOutlet):
    channel = Channel.SMS
    is_digital = True
    is_repeatable = False
    address_sql = "CASE WHEN c.phone_verified_at IS NOT NULL THEN nullif(c.phone, '') END"
    opens_sql = hours.SMS

    def is_offered(self) -> bool:
        return not settings.SMS_IS_OFF

    def can_look_up(self) -> bool:
        return sms.keeps_references()

    def connections(self) -> int:
        return settings.SMS_CONNECTIONS

    def compose(self, parcels: Sequence[Parcel]) -> None:
        book = Book(one for said in {parcel.said for parcel in parcels} for one in told(said))
        texts: dict[tuple[str, str], str] = {}
        for parcel in parcels:
            what = (parcel.said, parcel.language)
            try:
                if what not in texts:
                    texts[what] = sms_of(book.lines(told(parcel.said)), parcel.language)
                if not NUMBER.fullmatch(parcel.address):
                    parcel.refusal = ChannelError("number", permanent=True)
                    continue
                parcel.content = texts[what]
            except Exception:
                logger.exception("delivery %s could not be composed", parcel.id)

    def hands(self, count: int) -> Sequence[Hand]:
        line = sms.Line(count)
        return [_SmsHand(line) for _ in range(count)]


class _SmsHand:
    def __init__(self, line: sms.Line) -> None:
        self._line = line

    async def ready(self) -> None: ...

    async def hand_over(self, parcel: Parcel, following: Parcel | None) -> str:
        return await self._line.send(to=parcel.address, text=parcel.content, reference=str(parcel.key))

    async def look_up(self, parcel: Parcel) -> str | None:
        for pause in LOOK_UP_PAUSES:
            try:
                return await self._line.find(str(parcel.key))
            except ChannelError as error:
                if error.code == "no_lookup":
                    raise
                await asyncio.sleep(pause)
        return await self._line.find(str(parcel.key))

    async def close(self) -> None:
        await self._line.close()
