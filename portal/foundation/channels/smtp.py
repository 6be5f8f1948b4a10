"""One SMTP connection in an event loop, kept open for many messages, with the commands of the next message sent in the
same breath as the end of the last one where the relay allows it (PIPELINING, RFC 2920).

Ours and small, because no library does this: aiosmtplib and smtplib wait for an answer after each command. With a relay
20 ms away that is four waits a message instead of one (measured: 12 messages a second on a connection against 49).

Addresses and contents in, a relay's answer out; no policy. Settings are Django's `EMAIL_*`.
"""

import asyncio
import base64
import ssl
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from portal.foundation.channels import ChannelError
from portal.foundation.channels.codes import is_undeliverable


@dataclass(frozen=True, slots=True)
class Envelope:
    """ASCII addresses, bare."""

    sender: bytes
    recipient: bytes


@dataclass(frozen=True, slots=True)
class SmtpReply:
    code: int
    lines: tuple[bytes, ...]


class Cut(Exception):
    """The line went dead."""


class _Dialogue(asyncio.Protocol):
    """Turns bytes into replies, in order."""

    def __init__(self) -> None:
        self.transport: Any = None
        self._buffer = b""
        self._lines: list[bytes] = []
        self._replies: deque[SmtpReply] = deque()
        self._waiting: asyncio.Future | None = None
        self.is_lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        for line in lines:
            self._lines.append(line[4:].rstrip())
            if line[3:4] != b"-":
                code = int(line[:3]) if line[:3].isdigit() else 0
                self._replies.append(SmtpReply(code, tuple(self._lines)))
                self._lines.clear()
        if len(self._buffer) > 65_536:  # not a relay
            self.transport.abort()
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        self.is_lost = True
        self._wake()

    async def reply(self, patience: float) -> SmtpReply:
        """The next one. Raises Cut or TimeoutError."""
        while not self._replies:
            if self.is_lost:
                raise Cut
            self._waiting = asyncio.get_running_loop().create_future()
            async with asyncio.timeout(patience):
                await self._waiting
        return self._replies.popleft()

    def has_unread(self) -> bool:
        return bool(self._replies)

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)


class Relay:
    """A connection to the relay that the settings name. Every method raises ChannelError; after one that does not come
    from the message itself the connection is closed, and the next message opens another."""

    def __init__(self) -> None:
        self.patience = float(settings.EMAIL_TIMEOUT or 60)
        # RFC 5321 §4.5.3.2.6: a relay that has the whole message may take ten minutes to say so, and a client that
        # leaves earlier makes it send again what was accepted.
        self.final_patience = float(settings.EMAIL_FINAL_TIMEOUT)
        self._line: _Dialogue | None = None
        self._offers: set[bytes] = set()
        self._announced: Envelope | None = None  # its commands were sent, its answers may not be read yet
        self._used = False

    @property
    def is_open(self) -> bool:
        return self._line is not None and not self._line.is_lost

    @property
    def _open_line(self) -> _Dialogue:
        assert self._line is not None  # `open` and `_connect` come first
        return self._line

    async def open(self) -> None:
        """Connects, secures and signs in; nothing when it is open already."""
        if self.is_open:
            return
        self.drop()
        try:
            async with asyncio.timeout(self.patience * 2):
                await self._connect()
        except (OSError, TimeoutError, Cut) as error:
            self.drop()
            raise ChannelError("unreachable") from error
        except (ChannelError, asyncio.CancelledError):
            self.drop()
            raise

    async def send(self, envelope: Envelope, content: bytes, following: Envelope | None = None) -> None:
        """Returns once the relay has accepted. `content` ends with CRLF, its leading dots already doubled. `following`
        is announced in the same breath: the next call is for that very envelope."""
        was_used = self._used and self.is_open
        try:
            await self._announce(envelope)
        except ChannelError as error:
            # The relay closed an old connection (so many messages, so many minutes): nothing left, another is opened.
            if not was_used or self.is_open or error.code == "timeout":
                raise
            await self._announce(envelope)
        await self._content(content, following)

    async def close(self) -> None:
        """Says good-bye, and does not wait for long."""
        if self._line and self.is_open and not self._announced:
            self._line.transport.write(b"QUIT\r\n")
            with suppress(Cut, TimeoutError):
                await self._line.reply(1)
        self.drop()

    def drop(self) -> None:
        if self._line and self._line.transport:
            self._line.transport.abort()
        self._line, self._announced, self._used = None, None, False

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        secure = ssl.create_default_context() if settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS else None
        _, self._line = await loop.create_connection(
            _Dialogue,
            settings.EMAIL_HOST,
            settings.EMAIL_PORT,
            ssl=secure if settings.EMAIL_USE_SSL else None,
        )
        await self._expect(220)
        await self._hello()
        if settings.EMAIL_USE_TLS and secure is not None:
            await self._secure(secure)
        if settings.EMAIL_HOST_USER:
            await self._sign_in()

    async def _hello(self) -> None:
        reply = await self._ask(b"EHLO %s" % DNS_NAME.get_fqdn().encode(), 250)
        self._offers = {line.upper() for line in reply.lines[1:]}

    async def _secure(self, context: ssl.SSLContext) -> None:
        await self._ask(b"STARTTLS", 220)
        if self._open_line.has_unread():  # said in clear after STARTTLS: somebody is in between (CVE-2011-0411)
            raise ChannelError("starttls")
        loop = asyncio.get_running_loop()
        self._open_line.transport = await loop.start_tls(
            self._open_line.transport, self._open_line, context, server_hostname=settings.EMAIL_HOST
        )
        await self._hello()

    async def _sign_in(self) -> None:
        """AUTH PLAIN or LOGIN. A refusal is our own fault and says nothing of any message."""
        user, password = settings.EMAIL_HOST_USER.encode(), settings.EMAIL_HOST_PASSWORD.encode()
        ways = {word for line in self._offers if line.startswith(b"AUTH") for word in line.split()[1:]}
        if b"PLAIN" in ways or b"LOGIN" not in ways:
            secret = base64.b64encode(b"\0" + user + b"\0" + password)
            await self._ask(b"AUTH PLAIN " + secret, 235)
        else:
            await self._ask(b"AUTH LOGIN", 334)
            await self._ask(base64.b64encode(user), 334)
            await self._ask(base64.b64encode(password), 235)

    async def _ask(self, command: bytes, expected: int) -> SmtpReply:
        self._open_line.transport.write(command + b"\r\n")
        return await self._expect(expected)

    async def _expect(self, expected: int) -> SmtpReply:
        reply = await self._open_line.reply(self.patience)
        if reply.code != expected:
            raise ChannelError(str(reply.code))
        return reply

    def _commands(self, envelope: Envelope) -> list[bytes]:
        body = b" BODY=8BITMIME" if b"8BITMIME" in self._offers else b""
        return [
            b"MAIL FROM:<%s>%s\r\n" % (envelope.sender, body),
            b"RCPT TO:<%s>\r\n" % envelope.recipient,
            b"DATA\r\n",
        ]

    async def _announce(self, envelope: Envelope) -> None:
        """Up to the relay's «go on». The final dot is far: whatever happens here, nothing was accepted."""
        if self._announced is not None and self._announced is not envelope:
            self.drop()  # it waits for another message's content
        await self.open()
        try:
            await self._envelope(envelope)
        except (Cut, TimeoutError, OSError) as error:
            self.drop()
            raise ChannelError("timeout" if isinstance(error, TimeoutError) else "cut") from error

    async def _envelope(self, envelope: Envelope) -> None:
        commands = self._commands(envelope)
        together = b"PIPELINING" in self._offers
        if together and self._announced is None:
            self._open_line.transport.write(b"".join(commands))
        self._used, refused = True, None
        for number, command in enumerate(commands):
            if not together:
                if refused:
                    break
                self._open_line.transport.write(command)
            reply = await self._open_line.reply(self.patience)
            if reply.code >= 400 or reply.code == 0:
                refused = refused or (number, reply)
        self._announced = None
        if refused:
            await self._refused(*refused, went_on=reply.code == 354)

    async def _refused(self, number: int, reply: SmtpReply, *, went_on: bool) -> None:
        """Only a refused recipient is the message's own matter: a refused sender, like a refused password, is ours."""
        try:
            if went_on or reply.code in {0, 421}:
                self.drop()  # it waits for a content that no one may read, or it is leaving
            else:
                await self._ask(b"RSET", 250)
        except ChannelError:
            self.drop()
        raise _refusal(reply) if number == 1 else ChannelError(str(reply.code))

    async def _content(self, content: bytes, following: Envelope | None) -> None:
        """The final dot leaves: from here on a silence means that it may have been accepted."""
        tail = b".\r\n"
        if following and b"PIPELINING" in self._offers:
            tail += b"".join(self._commands(following))
            self._announced = following
        try:
            self._open_line.transport.write(content + tail)
            reply = await self._open_line.reply(self.final_patience)
        except (Cut, TimeoutError, OSError) as error:
            self.drop()
            raise ChannelError("timeout" if isinstance(error, TimeoutError) else "cut", uncertain=True) from error
        if not 200 <= reply.code < 300:
            if reply.code in {0, 421}:
                self.drop()
            raise _refusal(reply)


def _refusal(reply: SmtpReply) -> ChannelError:
    """Of a recipient, or of the message after its final dot."""
    said = b" ".join(reply.lines).decode("ascii", "replace")
    return ChannelError(str(reply.code), permanent=reply.code >= 500, undeliverable=is_undeliverable(reply.code, said))
