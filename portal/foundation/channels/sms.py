"""SMS over a provider's HTTP interface, chosen by the scheme of `SMS_URL` (credentials in its user and password).

- `notify+https://SERVICE:KEY@host/v2/notifications/sms?template=ID`: GC Notify, GOV.UK Notify;
- `twilio+https://ACCOUNT:TOKEN@host/2010-04-01/Accounts/ACCOUNT/Messages.json`: Twilio and its imitators;
- `plain+https://user:password@host/path`: a small JSON of ours, for any gateway.

`send` is for one message now (a code); `SmsConnections` keeps many requests in flight in an event loop, and asks what
became of one whose answer was lost.
"""

import base64
import datetime as dt
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from portal.foundation.channels import ChannelError
from portal.foundation.channels.codes import had_left, is_number_undeliverable
from portal.foundation.lazily import Lazily

aiohttp = Lazily("aiohttp")
requests = Lazily("requests")

TIMEOUT = (5, 20)
"""Seconds to connect, then to be answered."""

LONGEST_WAIT = dt.timedelta(days=7)
"""Whatever a provider asks for: nobody waits longer than that for a message."""

# GSM 03.38: basic alphabet, then what costs two places (escape + character).
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED = frozenset("\f^{}\\[~]|€")


@dataclass(frozen=True)
class Gateway:
    """`SMS_URL` taken apart."""

    shape: str
    address: str
    user: str
    password: str
    options: dict[str, str]


def segments(text: str) -> int:
    """How many SMS are billed for `text`: 160 places in the GSM-7 alphabet (153 each when several), else 70 (67) UTF-16
    units. `ê â ô û ç œ ’ « »` and the no-break space leave GSM-7."""
    if all(sign in _GSM or sign in _GSM_EXTENDED for sign in text):
        places = sum(2 if sign in _GSM_EXTENDED else 1 for sign in text)
        alone, chained = 160, 153
    else:
        places = len(text.encode("utf-16-be")) // 2
        alone, chained = 70, 67
    return 1 if places <= alone else math.ceil(places / chained)


def send(*, to: str, text: str, reference: str) -> str:
    """Hands one SMS to the provider and returns its identifier. `to` is E.164; `reference` is ours, to look it up.

    Raises ChannelError; `uncertain` when the request left and no answer came."""
    if not settings.SMS_URL:
        raise ChannelError("unconfigured")
    gateway = parse(settings.SMS_URL)
    try:
        answer = requests.post(
            gateway.address,
            timeout=TIMEOUT,
            allow_redirects=False,
            **_SHAPES[gateway.shape](gateway, to, text, reference),
        )
    except requests.ConnectTimeout as error:
        raise ChannelError("unreachable") from error
    except requests.Timeout as error:
        raise ChannelError("timeout", uncertain=True) from error
    except requests.ConnectionError as error:
        raise ChannelError("cut", uncertain=had_left(error)) from error
    return _read(gateway.shape, answer.status_code, answer.headers, answer.content)


def keeps_references() -> bool:
    """The provider can be asked for a message by our reference. Twilio keeps none."""
    return bool(settings.SMS_URL) and parse(settings.SMS_URL).shape != "twilio"


class SmsConnections:
    """Many requests at once, over connections kept open. To be made, used and closed in one event loop."""

    def __init__(self, connections: int) -> None:
        self._gateway = parse(settings.SMS_URL) if settings.SMS_URL else None
        connect, answer = TIMEOUT
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=connections),
            timeout=aiohttp.ClientTimeout(total=connect + answer, sock_connect=connect),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def send(self, *, to: str, text: str, reference: str) -> str:
        """As `send` above."""
        if self._gateway is None:
            raise ChannelError("unconfigured")
        request = _SHAPES[self._gateway.shape](self._gateway, to, text, reference)
        return _read(self._gateway.shape, *await self._ask("POST", self._gateway.address, request))

    async def find(self, reference: str) -> str | None:
        """The provider's identifier of the message that bears our reference; None when it never got it.

        Raises ChannelError when it cannot tell: `no_lookup` for a provider that keeps no reference of ours."""
        if self._gateway is None:
            raise ChannelError("unconfigured")
        if self._gateway.shape == "twilio":
            raise ChannelError("no_lookup")
        request = _SHAPES[self._gateway.shape](self._gateway, "", "", reference)
        request.pop("json")
        # Notify lists what it was given one level above the place where it is given.
        address = self._gateway.address.removesuffix("/sms" if self._gateway.shape == "notify" else "")
        request["params"] = {"reference": reference}
        status, headers, body = await self._ask("GET", address, request)
        if status == 200:
            return _found(body, reference)
        if status == 404 and self._gateway.shape == "plain":
            return None
        raise ChannelError(str(status), retry_after=_retry_after(headers))

    async def close(self) -> None:
        await self._session.close()

    async def _ask(self, method: str, address: str, request: dict[str, Any]) -> tuple[int, Mapping[str, str], bytes]:
        try:
            async with self._session.request(method, address, allow_redirects=False, **request) as answer:
                return answer.status, answer.headers, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise ChannelError("unreachable") from error
        except TimeoutError as error:
            raise ChannelError("timeout", uncertain=True) from error
        except (aiohttp.ClientError, OSError) as error:
            raise ChannelError("cut", uncertain=True) from error


def parse(url: str) -> Gateway:
    """Raises ImproperlyConfigured when `url` is empty or of an unknown shape."""
    parts = urlsplit(url)
    shape, _, scheme = parts.scheme.partition("+")
    if shape not in _SHAPES or scheme not in {"http", "https"}:
        raise ImproperlyConfigured("SMS_URL must begin with notify+https://, twilio+https:// or plain+https://.")
    host = parts.hostname or ""
    place = f"{host}:{parts.port}" if parts.port else host
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return Gateway(
        shape=shape,
        address=urlunsplit((scheme, place, parts.path or "/", "", "")),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        options=options,
    )


def _notify(gateway: Gateway, to: str, text: str, reference: str) -> dict[str, Any]:
    return {
        "headers": {"Authorization": f"ApiKey-v1 {gateway.password}"},
        "json": {
            "phone_number": to,
            "template_id": gateway.options.get("template", ""),
            "personalisation": {"text": text},
            "reference": reference,
        },
    }


def _twilio(gateway: Gateway, to: str, text: str, reference: str) -> dict[str, Any]:
    # Twilio has no client reference for SMS: the identifier it answers is the only one.
    data = {"To": to, "From": settings.SMS_FROM, "Body": text}
    if settings.SMS_CALLBACK_SECRET:
        data["StatusCallback"] = settings.SITE_URL + reverse("callbacks:sms_callback")
    return {"headers": _signed(gateway), "data": data}


def _plain(gateway: Gateway, to: str, text: str, reference: str) -> dict[str, Any]:
    return {
        "headers": _signed(gateway) | {"Idempotency-Key": reference},
        "json": {"to": to, "text": text, "reference": reference},
    }


def _signed(gateway: Gateway) -> dict[str, str]:
    """Basic authentication (RFC 7617)."""
    secret = base64.b64encode(f"{gateway.user}:{gateway.password}".encode()).decode()
    return {"Authorization": f"Basic {secret}"}


_SHAPES = {"notify": _notify, "twilio": _twilio, "plain": _plain}


def _read(shape: str, status: int, headers: Mapping[str, str], body: bytes) -> str:
    """The provider's identifier, or ChannelError. 429, 401, 403 and 5xx may pass later; other 4xx will not. 502 and 504
    are a go-between's: what is behind it may have accepted."""
    if status < 300:
        return _identifier(_decoded(body))
    permanent = 400 <= status < 500 and status not in {401, 403, 404, 408, 409, 425, 429}
    undeliverable = is_number_undeliverable(shape, status, body)
    raise ChannelError(
        str(status),
        permanent=permanent or undeliverable,
        retry_after=_retry_after(headers),
        uncertain=status in {502, 504},
        undeliverable=undeliverable,
    )


def _found(body: bytes, reference: str) -> str | None:
    """`{"notifications": [{"id": …, "reference": …}]}` (Notify) or `{"id": …}` (plain)."""
    answer = _decoded(body)
    if not isinstance(answer, dict):
        raise ChannelError("unreadable")
    known = answer.get("notifications", [answer])
    mine = [one for one in known if isinstance(one, dict) and one.get("reference") == reference]
    return _identifier(mine[0]) or reference if mine else None


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _identifier(answer: Any) -> str:
    return str(answer.get("id") or answer.get("sid") or "") if isinstance(answer, dict) else ""


def _retry_after(headers: Mapping[str, str]) -> dt.timedelta | None:
    """Only the form in seconds of `Retry-After` (RFC 9110 §10.2.3): providers of SMS use no other."""
    value = headers.get("Retry-After", "")
    if not value.isascii() or not value.isdigit():
        return None
    return min(dt.timedelta(seconds=int(value[:9])), LONGEST_WAIT)
