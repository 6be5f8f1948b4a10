"""The loopback SMTP server: accepts everything, keeps it, or answers what `control.json` says."""

import asyncio
import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from portal.demonstration.faults import next_fault
from portal.demonstration.sent import SentMessage, keep

# What the page and the tests look at; a whole header section would drown it.
_HEADERS = ("Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "Reply-To")


class MailHandler:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        fault = next_fault(self.folder, "smtp")
        await asyncio.sleep(fault.delay)
        if fault.reply:
            return fault.reply
        message = email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default)
        for recipient in envelope.rcpt_tos:
            keep(self.folder, sent_of(message, sender=envelope.mail_from or "", to=recipient))
        if fault.cut:
            transport = server.transport
            assert isinstance(transport, asyncio.Transport)
            transport.abort()
        return "250 2.0.0 OK"


def sent_of(message: EmailMessage, *, sender: str, to: str) -> SentMessage:
    return SentMessage(
        kind="email",
        to=to,
        sender=sender,
        subject=str(message.get("Subject", "")),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        reference=str(message.get("Message-ID", "")).strip(),
        headers={name: str(message[name]) for name in _HEADERS if name in message},
    )


def serve(folder: Path, port: int) -> Controller:
    """Starts it in its own thread; the caller stops it."""
    controller = Controller(
        MailHandler(folder), hostname="127.0.0.1", port=port, decode_data=False, enable_SMTPUTF8=True
    )
    controller.start()
    return controller


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part is not None else ""
