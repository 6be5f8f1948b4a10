"""What providers' answers mean: of the address or number itself (RFC 3463, RFC 7505), and of whether anything left."""

import json
import re
from typing import Any

_ENHANCED = re.compile(r"\s*(?P<status>5\.\d{1,3}\.\d{1,3})(?!\d)")
_OF_THE_SENDER = frozenset({"5.1.7", "5.1.8"})
"""Of the addresses (X.1.x), those that blame ours."""


def is_undeliverable(code: int, said: str) -> bool:
    """Whether the address itself takes no message (5.1.x). Policy (5.7.x), a full mailbox (5.2.x) and a bare 550 do not
    say so: they may pass another day, or for another text."""
    found = _ENHANCED.match(said) if code >= 500 else None
    return found is not None and found["status"].startswith("5.1.") and found["status"] not in _OF_THE_SENDER


# Twilio's error codes that condemn the number itself (unknown, landline, unreachable carrier, not a mobile, blocked).
TWILIO_HARD = frozenset({"21211", "21214", "21614", "30004", "30005", "30006"})


def is_number_undeliverable(shape: str, status: int, body: bytes) -> bool:
    """Whether a refused SMS was refused for its number. Another 400 (template, text, sender) is our own fault.

    Twilio gives a code; Notify a validation error on `phone_number`; our plain shape `{"error": "undeliverable"}`."""
    answer = _decoded(body) if status in {400, 404, 410, 422} else None
    if not isinstance(answer, dict):
        return False
    if shape == "twilio":
        return str(answer.get("code")) in TWILIO_HARD
    if shape == "notify":
        listed = answer.get("errors")
        return any(_blames_the_number(one) for one in (listed if isinstance(listed, list) else []))
    return answer.get("error") == "undeliverable"


def _blames_the_number(error: Any) -> bool:
    if not isinstance(error, dict) or error.get("error") != "ValidationError":
        return False
    said = str(error.get("message", ""))
    return said.startswith("phone_number ") and "required" not in said


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def had_left(error: Exception) -> bool:
    """Return whether a request had left when its line failed. Refused at the door: nothing left. Cut later: the
    provider may have accepted."""
    return "NewConnectionError" not in repr(error) and "NameResolutionError" not in repr(error)
