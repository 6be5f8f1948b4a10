"""The loopback SMS gateway: one HTTP server that answers in the three shapes the portal's sender speaks.

- `POST /v2/notifications/sms`: GC Notify, GOV.UK Notify;
- `POST /2010-04-01/Accounts/…/Messages.json`: Twilio;
- any other `POST`: our plain JSON.

The first and the last also answer a `GET` with `?reference=…`.

No credential is checked: it listens on the loopback of the demonstration only.
"""

import json
import time
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from portal.demonstration.faults import next_fault
from portal.demonstration.sent import SentMessage, keep, with_reference

_LIMIT = 100_000
"""Bytes of a request; an SMS is far smaller."""


class GatewayHandler(BaseHTTPRequestHandler):
    folder: Path

    def do_GET(self) -> None:  # noqa: N802 (the base class's name)
        """What became of a message, by the client's reference: Notify's list, or our plain answer."""
        address = urlsplit(self.path)
        reference = parse_qs(address.query).get("reference", [""])[0]
        sent = with_reference(self.folder, reference) if reference else None
        state = {"id": sent.id, "reference": reference, "status": "delivered"} if sent else None
        if address.path == "/v2/notifications":
            return self._answer(200, {"notifications": [state] if state else [], "links": {}})
        return self._answer(200 if state else 404, state or {})

    def do_POST(self) -> None:  # noqa: N802 (the base class's name)
        path = urlsplit(self.path).path
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), _LIMIT))
        fault = next_fault(self.folder, "sms")
        time.sleep(fault.delay)
        if fault.status:
            return self._answer(fault.status, {"errors": [{"message": "control.json"}]}, retry_after=fault.retry_after)
        try:
            sent, answer = _shape(path)(body)
        except (ValueError, LookupError, TypeError, AttributeError):
            return self._answer(400, {"errors": [{"message": "unreadable request"}]})
        keep(self.folder, sent)
        if fault.cut:
            self.close_connection = True
            return None
        return self._answer(201, answer)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Silent: a number and a text would land in the log."""

    def _answer(self, status: int, body: dict, *, retry_after: int = 0) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if retry_after:
            self.send_header("Retry-After", str(retry_after))
        self.end_headers()
        self.wfile.write(content)


class _Server(ThreadingHTTPServer):
    request_queue_size = 512  # five by default: fifty connections at once would time out before they are accepted


def serve(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server ready for `serve_forever`. Port 0: any free one (then `server_address` tells)."""
    return _Server(("127.0.0.1", port), type("Gateway", (GatewayHandler,), {"folder": folder}))


def _shape(path: str) -> Callable[[bytes], tuple[SentMessage, dict]]:
    if path == "/v2/notifications/sms":
        return _notify
    return _twilio if path.endswith("/Messages.json") else _plain


def _notify(body: bytes) -> tuple[SentMessage, dict]:
    request = json.loads(body)
    text = request.get("personalisation", {}).get("text", "")
    sent = SentMessage(kind="sms", to=request["phone_number"], text=text, reference=request.get("reference") or "")
    answer = {
        "id": str(uuid.UUID(sent.id)),
        "reference": sent.reference or None,
        "uri": f"/v2/notifications/{uuid.UUID(sent.id)}",
        "content": {"body": text, "from_number": "RELAIS"},
        "template": {"id": request.get("template_id", ""), "version": 1, "uri": ""},
        "scheduled_for": None,
    }
    return sent, answer


def _twilio(body: bytes) -> tuple[SentMessage, dict]:
    form = parse_qs(body.decode(), strict_parsing=True)
    sent = SentMessage(kind="sms", to=form["To"][0], sender=form.get("From", [""])[0], text=form["Body"][0])
    return sent, {"sid": f"SM{sent.id}", "status": "queued", "to": sent.to, "body": sent.text, "error_code": None}


def _plain(body: bytes) -> tuple[SentMessage, dict]:
    request = json.loads(body)
    sent = SentMessage(kind="sms", to=request["to"], text=request["text"], reference=request.get("reference", ""))
    return sent, {"id": sent.id}
