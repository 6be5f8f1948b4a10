"""Fictional people to whom something has just happened, made by a few statements: one message each on each channel."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.faults.house import House

_TABLES = """reminders_delivery, reminders_inboxitem, portal_notice, portal_consent, portal_citizen, portal_user"""

_USER = """
INSERT INTO portal_user (id, password, email, display_name, is_active, is_staff, created_at)
VALUES (gen_random_uuid(), '', 'faults@relais.example', '', true, false, now()) RETURNING id"""

_PEOPLE = """
INSERT INTO portal_citizen (id, given_name, family_name, language, time_zone, email, email_verified_at, phone,
                            phone_verified_at, postal_address, created_at)
SELECT gen_random_uuid(), 'Personne', i::text, 'fr', 'America/Toronto', 'p' || i || '@relais.example', now(),
       '+1418555' || lpad(i::text, 4, '0'), now(), '', now() FROM generate_series(0, %s - 1) i"""

_CONSENTS = """
INSERT INTO portal_consent (id, citizen_id, purpose, channel, wording, given_at, given_by_id, given_how, withdrawn_how)
SELECT gen_random_uuid(), c.id, 'file_news', channel, 'Oui', now(), %s, 'web', ''
  FROM portal_citizen c, unnest(%s::text[]) channel"""

_NOTICES = """
INSERT INTO portal_notice (id, kind, citizen_id, subject_type, subject_id, created_at)
SELECT gen_random_uuid(), 'message', id, 'portal.citizen', id, now() FROM portal_citizen"""


def due(house: House, count: int, *channels: str) -> None:
    """So many people, and a notice for each that nobody has handled yet. It is noon, on a weekday: SMS may ring."""
    house.misbehave()
    house.move_clock(_until_noon())
    house.sql(f"TRUNCATE {_TABLES} CASCADE")
    house.sql("DELETE FROM portal_cache")
    for path in (house.folder / "demo/sent").glob("*"):
        path.unlink()
    ((user,),) = house.sql(_USER)
    house.sql(_PEOPLE, count)
    house.sql(_CONSENTS, user, list(channels))
    house.sql(_NOTICES)


def settled(house: House) -> bool:
    """Everything was handled, and no delivery waits for its fate."""
    ((left,),) = house.sql(
        """SELECT (SELECT count(*) FROM portal_notice WHERE handled_at IS NULL)
                + (SELECT count(*) FROM reminders_delivery WHERE settled_at IS NULL)"""
    )
    return left == 0


def settled_once_asked(house: House) -> bool:
    """SMS in doubt are asked about two minutes later, by the portal's clock: it is pushed."""
    if settled(house):
        return True
    house.move_clock(house.clock() + 5)
    return False


def _until_noon() -> float:
    """Seconds until the next weekday's noon in Toronto."""
    here = dt.datetime.now(ZoneInfo("America/Toronto"))
    noon = here.replace(hour=12, minute=0, second=0) + dt.timedelta(days=1)
    while noon.weekday() >= 5:
        noon += dt.timedelta(days=1)
    return (noon - here).total_seconds()
