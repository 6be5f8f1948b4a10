"""The country of a network address, read offline: a person recognizes their own sessions by it.

A hint, never a condition: the owner of the network is known, not where its client sits, and many addresses of companies
and public bodies are in no country. Nothing is kept; it is read again for each page."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings

from portal.foundation.lazily import Lazily

babel = Lazily("babel")
maxminddb = Lazily("maxminddb")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SessionPlace:
    """`is_new`: opened from a country where no session kept before it was."""

    session: UserSession
    country: str
    is_new: bool


def country_of(address: str) -> str:
    """Return the two letters of ISO 3166, or "" for an address of a private network or of no known country."""
    countries = _countries()
    if countries is None or not ip_address(address).is_global:
        return ""
    found: dict[str, str] = countries.get(address) or {}
    return found.get("country_code", "")


def country_name(code: str) -> str:
    """Return «Canada», or "" for what is no country."""
    return str(babel.Locale("fr").territories.get(code, ""))


def places_of(sessions: Iterable[UserSession]) -> list[SessionPlace]:
    """Return them in their order, each compared with those begun before it whose country is known."""
    listed = [(session, country_name(country_of(session.ip))) for session in sessions]
    return [
        SessionPlace(session, country, bool(country and (before := _before(session, listed)) and country not in before))
        for session, country in listed
    ]


def _before(session: UserSession, listed: list[tuple[UserSession, str]]) -> set[str]:
    return {country for other, country in listed if country and other.created_at < session.created_at}


@cache
def _countries() -> Any:
    """Opened by the first who asks; without its file, said once, no session has a place."""
    try:
        return maxminddb.open_database(settings.COUNTRIES_FILE)
    except (OSError, maxminddb.InvalidDatabaseError) as error:
        logger.warning("countries of addresses cannot be read: %s", type(error).__name__)
        return None
