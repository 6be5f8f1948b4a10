"""How often something may be asked, by which client, and codes that serve once: in windows of the real clock."""

import datetime as dt
import time
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from portal.counters.stores import CounterKind, key_of, store_of

IPV6_PREFIX = 64
"""What one home or one telephone is given: it may take any address of it."""


def client_of(request: HttpRequest) -> str:
    """Return the network address to count for this client, as sign-in counts it; an IPv6 address by its network.

    Read from X-Forwarded-For at the place that our own proxies wrote (`TRUSTED_PROXY_COUNT`): what a client writes
    there comes before, and moves nothing. Raises PermissionDenied when there is no address."""
    address = ip_address(get_adapter().get_client_ip(request))
    return str(ip_network((address, IPV6_PREFIX), strict=False) if address.version == 6 else address)


def is_within(key: str, *, most: int, seconds: int, kind: CounterKind) -> bool:
    """Count one more; False when it is more than `most` in this window of `seconds`. Exact, twenty at once too."""
    at = time.time()
    end = (int(at) // seconds + 1) * seconds
    lasting = dt.timedelta(seconds=seconds)
    name = key_of(_name(key, seconds))
    return store_of(kind).count(name, at=_instant(at), ends_at=_instant(end), lasting=lasting) <= most


def count_of(key: str, *, seconds: int, kind: CounterKind) -> int:
    """How many `is_within` has counted in this window, refused ones included."""
    return int(store_of(kind).read(key_of(_name(key, seconds)), at=_instant(time.time()), default=0))


def take_once(name: str, *, seconds: int) -> bool:
    """True for the first caller with this name, False for all others meanwhile, even after a crash of the database."""
    at = time.time()
    store = store_of(CounterKind.KEPT)
    return bool(store.put_once(key_of(f"once:{name}"), 1, at=_instant(at), ends_at=_instant(at + seconds)))


def _name(key: str, seconds: int) -> str:
    return f"rate:{seconds}:{key}"


def _instant(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
