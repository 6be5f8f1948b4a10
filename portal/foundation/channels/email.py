"""E-mail through Django's mail backend (SMTP or an Anymail provider, chosen by `EMAIL_URL`).

`send` is for one message now (a code, an alert). `encode` is for the many that say the same: the text is encoded once,
and each copy costs a few headers; `smtp.py` carries them.

No tracking pixel, no link rewriting: what is given is what leaves. Codes are those of RFC 5321 §4.2.1: 4yz may be tried
again, 5yz will not pass.
"""

import re
import smtplib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from portal.foundation.channels import ChannelError
from portal.foundation.channels.codes import had_left, is_undeliverable
from portal.foundation.lazily import Lazily

anymail = Lazily("anymail.exceptions")
requests = Lazily("requests")

_PLAIN = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-zA-Z0-9.-]+", re.ASCII)
_BARE = r"[^\s<>()\[\]\\,;:@\"\x00-\x1f\x7f]+@[^\s<>()\[\]\\,;:@\"\x00-\x1f\x7f]+"
_WHOLE = re.compile(rf"(?P<bare>{_BARE})|[^<>@,;\x00-\x1f\x7f]*<(?P<named>{_BARE})>")
"""One address, alone or after a name: read whole or not at all. A reader that looks for an address in what it is given
(`parseaddr`) finds one in two lines too, and it is somebody else's."""
# Machines must not answer machines (RFC 3834 §5), and providers must not add pixels or rewrite addresses.
_ALWAYS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


@dataclass(frozen=True, slots=True)
class EncodedMessage:
    """A message ready to be copied: everything but whom it goes to. `content` is as it travels (CRLF, dots doubled)."""

    content: bytes

    def copy(self, *, to: str, message_id: str, headers: Mapping[str, str] | None = None) -> bytes:
        """One copy. Raises ValueError when a header would break out of its line."""
        own = {"To": to, "Message-ID": message_id, **(headers or {})}
        head = "".join(f"{name}: {value}\r\n" for name, value in own.items())
        if head.count("\n") != len(own) or head.count("\r") != len(own):
            raise ValueError("Header values can't contain newlines")
        return head.encode("ascii") + self.content


def encode(*, subject: str, text: str, html: str | None = None) -> EncodedMessage:
    """Encodes what all copies share."""
    message = _message(to=[], subject=subject, text=text, html=html, headers={"Message-ID": "-"})
    head, _, body = re.sub(rb"\r\n|\r|\n", b"\r\n", message.message().as_bytes()).partition(b"\r\n\r\n")
    shared = [line for line in head.split(b"\r\n") if line != b"Message-ID: -"]
    body = body if body.endswith(b"\r\n") else body + b"\r\n"
    return EncodedMessage(b"\r\n".join(shared) + b"\r\n\r\n" + re.sub(rb"(?m)^\.", b"..", body))


def bare(address: str) -> bytes:
    """Return an address as SMTP takes it: no name, an ASCII domain. Raises ChannelError when it has no such form."""
    if _PLAIN.fullmatch(address):
        return address.encode("ascii")
    found = _WHOLE.fullmatch(address)
    if not found:
        raise ChannelError("address", permanent=True)
    try:
        local, _, domain = (found["bare"] or found["named"]).rpartition("@")
        return local.encode("ascii") + b"@" + domain.encode("idna")
    except UnicodeError as error:
        raise ChannelError("address", permanent=True) from error


def send(
    *,
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    message_id: str,
    headers: Mapping[str, str] | None = None,
) -> str:
    """Hands one message to the relay. `message_id` ("<…@…>") is the caller's, stable over repetitions. Returns the
    provider's own identifier (Anymail), by which its callbacks name the message; "" through SMTP.

    Raises ChannelError."""
    bare(to)
    connection = get_connection(fail_silently=False)
    message = _message(
        to=[to], subject=subject, text=text, html=html, headers={**(headers or {}), "Message-ID": message_id}
    )
    message.connection = connection
    try:
        message.send()
    except (smtplib.SMTPException, anymail.AnymailError, OSError) as error:
        _close(connection)
        raise as_channel_error(error) from error
    return str(getattr(getattr(message, "anymail_status", None), "message_id", None) or "")


def _message(
    *, to: list[str], subject: str, text: str, html: str | None, headers: Mapping[str, str]
) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=to,
        headers={**_ALWAYS, **headers},
    )
    if html:
        message.attach_alternative(html, "text/html")
    return message


def as_channel_error(error: Exception) -> ChannelError:
    """What a mail library's exception means for the message.

    Only a refusal of the *recipient* or of the *message* with a 5yz code is permanent: a refused password or sender is
    our own fault and must not condemn the person's address."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=refused) if refused:
            return _refusal(*min(refused.values()))
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=said):
            return _refusal(code, said) if isinstance(error, smtplib.SMTPDataError) else ChannelError(str(code))
        case anymail.AnymailRecipientsRefused():
            return ChannelError("refused", permanent=True)
        case anymail.AnymailError(status_code=int(code)):
            # 502 and 504 are a go-between's: what is behind it may have accepted.
            return ChannelError(str(code), permanent=code in {400, 413, 422}, uncertain=code in {502, 504})
        case anymail.AnymailInvalidAddress():
            return ChannelError("address", permanent=True)
        case requests.RequestException():
            return _without_answer(error)
        case smtplib.SMTPServerDisconnected() | TimeoutError():
            return ChannelError("cut", uncertain=True)
        case _:
            return ChannelError("unreachable")


def _without_answer(error: Exception) -> ChannelError:
    """A provider of Anymail that was asked, or not even, and did not answer."""
    if isinstance(error, requests.ConnectTimeout):
        return ChannelError("unreachable")
    if isinstance(error, requests.ConnectionError) and not had_left(error):
        return ChannelError("unreachable")
    return ChannelError("timeout" if isinstance(error, requests.Timeout) else "cut", uncertain=True)


def _refusal(code: int, said: bytes | str) -> ChannelError:
    words = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    return ChannelError(str(code), permanent=code >= 500, undeliverable=is_undeliverable(code, words))


def _close(connection: BaseEmailBackend) -> None:
    with suppress(smtplib.SMTPException, OSError):  # the relay may have gone away first
        connection.close()
