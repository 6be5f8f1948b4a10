"""E-mail through Django's mail backend (SMTP or an Anymail provider, chosen by `EMAIL_URL`).

No tracking pixel, no link rewriting: what is given is what leaves. Codes are those of RFC 5321 §4.2.1: 4yz may be tried
again, 5yz will not pass.
"""

import smtplib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from portal.channels import ChannelError

# Machines must not answer machines (RFC 3834 §5), and providers must not add pixels or rewrite addresses.
_ALWAYS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


@contextmanager
def session() -> Iterator[BaseEmailBackend]:
    """A connection for several messages, opened by the first, closed at the end (SMTP costs four round trips each)."""
    connection = get_connection(fail_silently=False)
    try:
        yield connection
    finally:
        _close(connection)


def send(
    *,
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    message_id: str,
    headers: Mapping[str, str] | None = None,
    through: BaseEmailBackend | None = None,
) -> None:
    """Hands one message to the relay. `message_id` ("<…@…>") is the caller's, stable over repetitions.

    Raises ChannelError."""
    connection = through or get_connection(fail_silently=False)
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={**_ALWAYS, **(headers or {}), "Message-ID": message_id},
        connection=connection,
    )
    if html:
        message.attach_alternative(html, "text/html")
    try:
        if through:
            through.open()  # already open, it stays so; else Django would close it after this message
        message.send()
    except (smtplib.SMTPException, AnymailError, OSError) as error:
        _close(connection)  # its state is unknown: the next message opens another
        raise as_channel_error(error) from error


def as_channel_error(error: Exception) -> ChannelError:
    """What a mail library's exception means for the message.

    Only a refusal of the *recipient* or of the *message* with a 5yz code is permanent: a refused password or sender is
    our own fault and must not condemn the person's address."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=refused) if refused:
            code = min(answer[0] for answer in refused.values())
            return ChannelError(str(code), permanent=code >= 500)
        case smtplib.SMTPDataError(smtp_code=code):
            return ChannelError(str(code), permanent=code >= 500)
        case smtplib.SMTPResponseException(smtp_code=code):
            return ChannelError(str(code))
        case AnymailRecipientsRefused():
            return ChannelError("refused", permanent=True)
        case AnymailError(status_code=int(code)):
            return ChannelError(str(code), permanent=code in {400, 413, 422})
        case smtplib.SMTPServerDisconnected() | TimeoutError():
            return ChannelError("cut", uncertain=True)
        case _:
            return ChannelError("unreachable")


def _close(connection: BaseEmailBackend) -> None:
    with suppress(smtplib.SMTPException, OSError):  # the relay may have gone away first
        connection.close()
