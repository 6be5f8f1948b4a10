"""Settings written as an address (`scheme://user:password@host:port/…`), turned into Django's.

A part that would not be honoured is refused. No sentence repeats the address: it may hold a password.
"""

import importlib.util
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from phonenumbers import SUPPORTED_REGIONS
from psycopg.pq import Conninfo

_DATABASE_SCHEMES = {"postgres", "postgresql"}
# scheme: (STARTTLS, TLS from the start, port by default: RFC 6409, RFC 8314 §3.3)
_MAIL_SCHEMES = {
    "smtp": (False, False, 25),
    "smtp+tls": (True, False, 587),
    "smtps": (False, True, 465),
    "smtp+ssl": (False, True, 465),
}
_SMS_SHAPES = {"notify", "twilio", "plain"}
_VALKEY_SCHEMES = {"redis": False, "rediss": True, "valkey": False, "valkeys": True}
"""Whether each is encrypted."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def database(name: str, url: str) -> dict:
    """Return Django's DATABASES entry, options of libpq included. Raises ImproperlyConfigured."""
    if urlsplit(url).scheme not in _DATABASE_SCHEMES:
        raise ImproperlyConfigured(f"{name} must begin with postgres:// (PostgreSQL 15 or later is needed).")
    try:
        found = dj_database_url.parse(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address: postgres://user:password@host:5432/name.") from error
    if not found["NAME"]:
        raise ImproperlyConfigured(f"{name} names no database: postgres://user:password@host:5432/name.")
    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    unknown = sorted(set(found.get("OPTIONS", {})) - known)
    if unknown:
        raise ImproperlyConfigured(f"{name} has an option that PostgreSQL does not know: {', '.join(unknown)}.")
    found.setdefault("OPTIONS", {})
    return dict(found)


def email(url: str, *, may_be_clear: bool) -> dict:
    """Return Django's e-mail settings. Raises ImproperlyConfigured for a scheme or a part that means nothing here."""
    parts = _split("EMAIL_URL", url)
    if parts.scheme == "anymail":
        return _provider(parts)
    if parts.scheme not in _MAIL_SCHEMES:
        raise ImproperlyConfigured(
            "EMAIL_URL must begin with smtps://, smtp+tls://, smtp:// (to this machine) or anymail://."
        )
    _refuse("EMAIL_URL", rest=parts.path.strip("/") or parts.query or parts.fragment)
    starttls, tls, port = _MAIL_SCHEMES[parts.scheme]
    host = parts.hostname or "localhost"
    if not (starttls or tls or may_be_clear or host in _LOOPBACK):
        raise ImproperlyConfigured(
            "EMAIL_URL would send messages and a password in clear text: write smtps:// or smtp+tls://, or say "
            "CLEAR_TEXT=email for a relay on a network of yours."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": starttls,
        "EMAIL_USE_SSL": tls,
    }


def check_sms(url: str, switch: str, *, may_be_clear: bool, is_demonstration: bool) -> str:
    """Return the address of the SMS provider, or «» when text messages are off. Raises ImproperlyConfigured."""
    if switch not in {"on", "off"}:
        raise ImproperlyConfigured("SMS must be «on» or «off».")
    if switch == "off":
        if url:
            raise ImproperlyConfigured("SMS=off and SMS_URL disagree: keep one of them.")
        return ""
    if not url:
        if is_demonstration:
            return ""
        raise ImproperlyConfigured(
            "SMS_URL is not set. Give your provider's address, or say SMS=off where there is none."
        )
    parts = _split("SMS_URL", url)
    shape, _, transport = parts.scheme.partition("+")
    if shape not in _SMS_SHAPES or transport not in {"https", "http"} or not parts.hostname:
        raise ImproperlyConfigured("SMS_URL must begin with notify+https://, twilio+https:// or plain+https://.")
    if transport == "http" and not may_be_clear and parts.hostname not in _LOOPBACK:
        raise ImproperlyConfigured(
            "SMS_URL would send numbers, texts and a key in clear text: write +https://, or say CLEAR_TEXT=sms for a "
            "gateway on a network of yours."
        )
    return url


def counters(url: str) -> str:
    """Return the address of the Valkey that counts rates, or «»: the database does. Raises ImproperlyConfigured."""
    if not url:
        return ""
    parts = _split("COUNTERS_URL", url)
    if parts.scheme not in _VALKEY_SCHEMES or not parts.hostname:
        raise ImproperlyConfigured("COUNTERS_URL must begin with rediss:// or valkeys://, and name a host.")
    if not _VALKEY_SCHEMES[parts.scheme] and parts.hostname not in _LOOPBACK:
        raise ImproperlyConfigured("COUNTERS_URL would send a password in clear text: write rediss:// or valkeys://.")
    return url


def site(url: str, *, is_demonstration: bool) -> str:
    """Return the origin that people type. Raises ImproperlyConfigured."""
    parts = _split("SITE_URL", url)
    _refuse("SITE_URL", rest=parts.path.strip("/") or parts.query or parts.fragment or parts.username or "")
    if parts.scheme != "https" and not (is_demonstration and parts.scheme == "http") or not parts.hostname:
        raise ImproperlyConfigured(
            "SITE_URL must be https:// and the portal's host, for instance https://relais.example."
        )
    return url.rstrip("/")


def _provider(parts: SplitResult) -> dict:
    name = parts.hostname or ""
    if not name.isidentifier() or importlib.util.find_spec(f"anymail.backends.{name}") is None:
        raise ImproperlyConfigured("EMAIL_URL names a provider that Anymail does not know: anymail://PROVIDER.")
    return {"EMAIL_BACKEND": f"anymail.backends.{name}.EmailBackend"}


def countries(codes: list[str]) -> frozenset[str]:
    """Return the countries. Raises ImproperlyConfigured for what is no country with telephones."""
    if unknown := sorted(set(codes) - SUPPORTED_REGIONS):
        raise ImproperlyConfigured(
            f"SMS_COUNTRIES must be countries by their two ISO 3166 letters, such as CA,US, not «{', '.join(unknown)}»."
        )
    return frozenset(codes)


def _split(name: str, url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read late, refused late
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address: scheme://user:password@host:port.") from error
    return parts


def _refuse(name: str, *, rest: str) -> None:
    if rest:
        raise ImproperlyConfigured(f"{name} holds more than it may: what follows the host would not be honoured.")
