"""Where a call may go: never inside (server-side request forgery). An address is checked when it is given, and the very
address that is connected to is checked again at each call: between the two, a name may change what it points to.
"""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

LONGEST = 500

# IANA's registries of special-purpose addresses (RFC 6890 and its updates), said here in full: what Python's
# `is_global` knows follows its version, and it calls some of these global (site-local, the anycast of 6to4, AS112).
_SPECIAL_IPV4 = [
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
    *("192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"),
    *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    "168.63.129.16/32",  # public on paper: Azure answers its own machines there
]
_UNICAST_IPV6 = ipaddress.ip_network("2000::/3")
"""All that IANA has given out as global unicast. What is outside (loopback, IPv4-compatible, NAT64, unique local,
link-local, site-local fec0::/10, segment routing, multicast, what comes next) is on nobody's open Internet."""
_SPECIAL_IPV6 = [
    "2001::/23",  # protocol assignments: Teredo (an IPv4 address hides in it), benchmarking, ORCHID, AMT, AS112
    "2001:db8::/32",
    "2002::/16",  # 6to4: an IPv4 address hides in it
    "2620:4f:8000::/48",
    "3fff::/20",
]
_SPECIAL = [ipaddress.ip_network(net) for net in (*_SPECIAL_IPV4, *_SPECIAL_IPV6)]


class ForbiddenPlace(OSError):
    """The name points inside, or to no address that may be called."""


def problem_of(url: str) -> str:
    """What to correct in an address; empty when it may be called."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return _("Cette adresse est incomplète : copiez-la en entier, avec https://.")
    if not host or len(url) > LONGEST or any(sign.isspace() or not sign.isprintable() for sign in url):
        return _("Cette adresse est incomplète : copiez-la en entier, avec https://.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        return _("Retirez de l’adresse le nom d’utilisateur, le mot de passe et ce qui suit le signe #.")
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.DEMO and _is_loopback(host)):
        return _("L’adresse commence par https:// : les appels voyagent chiffrés.")
    if not may_name(host):
        return _("Cette adresse est à l’intérieur d’un réseau : donnez celle que tout Internet peut joindre.")
    return ""


def may_name(host: str) -> bool:
    """Whether a host, as written, is not an inside one by itself. A name is resolved and checked at each call."""
    try:
        return may_call(host)
    except ValueError:
        name = host.rstrip(".").lower()
        if name == "localhost" or name.endswith(".localhost"):
            return bool(settings.DEMO)
        # Numbers in other bases («0x7f.1», «2130706433») are addresses to resolvers.
        return "." in name and not name.rsplit(".", 1)[-1][:1].isdigit() and not name.endswith((".local", ".internal"))


def may_call(address: str) -> bool:
    """Whether this IP address is on the open Internet; in the demonstration, one's own machine too. Raises ValueError
    for what is not an address."""
    found = ipaddress.ip_address(address.split("%", 1)[0])
    found = getattr(found, "ipv4_mapped", None) or found
    if settings.DEMO and found.is_loopback:
        return True
    if found.version == 6 and found not in _UNICAST_IPV6:
        return False
    return found.is_global and not any(found in net for net in _SPECIAL)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"
