"""What a received e-mail is: whose, an answer to which of our messages, written by a person or by a machine. Pure."""

import hashlib
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from typing import Any

from django.utils.html import strip_tags

LONGEST = 4000
"""Signs kept of what somebody wrote."""

_KEY = re.compile(r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@", re.I)
_ROBOTS = re.compile(
    r"(mailer-daemon|postmaster|no-?reply|ne-?pas-?repondre|do-?not-?reply|bounces?|listserv|majordomo|.*-(request|owner))"
    r"(\+.*)?@",
    re.I,
)
# Where mail programs put the message that is answered.
_QUOTED = re.compile(
    r"^\s*(>|-{2,}\s*(message|original|forwarded)|_{10,}|(le|on)\b.{5,200}(a écrit|wrote)\s*:|(de|from)\s*:\s.*@)", re.I
)


@dataclass(frozen=True)
class Mail:
    """`sender`: the address to answer, "" when there is none; `keys`: of our messages that it answers."""

    sender: str
    message_id: str
    keys: tuple[str, ...]
    text: str
    is_automatic: bool

    @property
    def digest(self) -> str:
        """What recognizes the same message when it is handed over twice."""
        said = self.message_id or f"{self.sender}\n{self.text}"
        return hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()


def read(message: EmailMessage, *, ours: str) -> Mail:
    """Read what somebody sent. `ours`: our own address, to which nothing is ever answered."""
    author = parseaddr(_header(message, "From"))[1].strip().lower()
    references = f"{_header(message, 'In-Reply-To')} {_header(message, 'References')}"
    return Mail(
        sender=author if "@" in author else "",
        message_id=_header(message, "Message-ID").strip()[:500],
        keys=tuple(dict.fromkeys(key.lower() for key in _KEY.findall(references)))[:20],
        text=_text(message),
        is_automatic=_is_automatic(message, author, ours.lower()),
    )


def _is_automatic(message: EmailMessage, author: str, ours: str) -> bool:
    """Out of office, lists, bounces, other portals: machines do not answer machines (RFC 3834 §2)."""
    submitted = _header(message, "Auto-Submitted").split(";")[0].strip().lower()
    lists = any(name.startswith("list-") for name in map(str.lower, message.keys()))
    bulk = _header(message, "Precedence").strip().lower() in {"bulk", "list", "junk", "auto_reply"}
    marked = any(name in message for name in ("X-Autoreply", "X-Autorespond", "X-Loop", "Feedback-ID"))
    suppressed = bool(_header(message, "X-Auto-Response-Suppress").strip())
    path = _header(message, "Return-Path").strip()
    returned = parseaddr(path)[1].lower()
    elsewhere = path == "<>" or bool(returned) and returned != author
    report = message.get_content_type() in {"multipart/report", "message/delivery-status"}
    from_us = author == ours or bool(_ROBOTS.match(author)) or "@" not in author
    many = len(getaddresses([_header(message, "From")])) != 1
    machine = submitted not in {"", "no"} or lists or bulk or marked or suppressed
    return machine or elsewhere or report or from_us or many


def _text(message: EmailMessage) -> str:
    """What the person wrote, without the message that it answers; attachments are counted, not kept."""
    part = message.get_body(preferencelist=("plain", "html"))
    content = _content(part) if part is not None else ""
    if part is not None and part.get_content_subtype() == "html":
        content = strip_tags(content)
    lines: list[str] = []
    for line in content.replace("\x00", "").splitlines():
        if _QUOTED.match(line) and any(kept.strip() for kept in lines):
            break
        lines.append(line)
    return "\n".join(lines).strip()[:LONGEST]


def _content(part: Any) -> str:
    """A charset that nobody knows is read as UTF-8, its faults marked."""
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError):
        return (part.get_payload(decode=True) or b"").decode(errors="replace")


def _header(message: EmailMessage, name: str) -> str:
    """The header as text; "" when it is absent, or so malformed that nothing can be read in it."""
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError, LookupError, TypeError):
        return ""
