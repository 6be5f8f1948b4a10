"""How often something may be asked, and by which client: counted in the shared cache, in windows of the real clock.

Not with the cache's `incr`: it gives each count five more minutes to live, so that a window never ends for whom asks
steadily, and two at once are counted as one.
"""

import time
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from portal import locks

IPV6_PREFIX = 64
"""What one home or one telephone is given: it may take any address of it."""


def client_of(request: HttpRequest) -> str:
    """Return the network address to count for this client, as sign-in counts it; an IPv6 address by its network.

    Read from X-Forwarded-For at the place that our own proxies wrote (`TRUSTED_PROXY_COUNT`): what a client writes
    there comes before, and moves nothing. Raises PermissionDenied when there is no address."""
    address = ip_address(get_adapter().get_client_ip(request))
    return str(ip_network((address, IPV6_PREFIX), strict=False) if address.version == 6 else address)


@transaction.atomic
def is_within(key: str, *, most: int, seconds: int) -> bool:
    """Counts one more; False when it is more than `most` in this window of `seconds`. Exact, twenty at once too."""
    name = _name(key, seconds)
    locks.wait_for_name(name)
    count = cache.get(name, 0) + 1
    cache.set(name, count, seconds)
    return count <= most


def count_of(key: str, *, seconds: int) -> int:
    """How many `is_within` has counted in this window, refused ones included."""
    return cache.get(_name(key, seconds), 0)


def _name(key: str, seconds: int) -> str:
    return f"rate:{key}:{int(time.time()) // seconds}"
