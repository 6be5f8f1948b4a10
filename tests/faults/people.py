"""Fictional people to whom something has just happened, made by a few statements: one message each on each channel."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.faults.house import House

_TABLES = """deliveries_delivery, inbox_inboxitem, reminders_reminder, deadlines_deadline, kinds_deadlinekind,
notices_notice, consents_consent, people_citizen, people_user, organizations_organization"""

_USER = """
INSERT INTO people_user (id, password, email, display_name, is_active, is_staff, created_at)
VALUES (gen_random_uuid(), '', 'faults@relais.example', '', true, false, now()) RETURNING id"""

_PEOPLE = """
INSERT INTO people_citizen (id, given_name, family_name, language, time_zone, email, email_verified_at, phone,
                            phone_verified_at, postal_address, created_at)
SELECT gen_random_uuid(), 'Personne', i::text, 'fr', 'America/Toronto', 'p' || i || '@relais.example', now(),
       '+1418555' || lpad(i::text, 4, '0'), now(), '', now() FROM generate_series(0, %s - 1) i"""

# For each a deadline and a reminder that is due; the first of them are of use for twelve hours only.
_DEADLINES = """
INSERT INTO deadlines_deadline (id, citizen_id, concerned_id, kind_id, due_on, renews, state, origin, is_private,
                                opened_at)
SELECT gen_random_uuid(), c.id, c.id, k.id, current_date + 20, false, 'open', 'import', false, now()
  FROM people_citizen c, kinds_deadlinekind k"""

_REMINDERS = """
INSERT INTO reminders_reminder (deadline_id, due_on, step_id, recipient_id, due_at, useful_until, state, why)
SELECT d.id, d.due_on, s.id, c.id, m.moment, m.moment + CASE WHEN c.family_name::int < %s THEN interval '12 hours'
                                                        ELSE interval '3 days' END, 'planned', ''
  FROM deadlines_deadline d JOIN people_citizen c ON c.id = d.citizen_id
  JOIN kinds_reminderstep s ON s.kind_id = d.kind_id, (SELECT now() + %s * interval '1 second' AS moment) m"""

_CONSENTS = """
INSERT INTO consents_consent
    (id, citizen_id, purpose, channel, wording, given_at, given_by_id, given_how, withdrawn_how)
SELECT gen_random_uuid(), c.id, %s, channel, 'Oui', now(), %s, 'web', ''
  FROM people_citizen c, unnest(%s::text[]) channel"""

_NOTICES = """
INSERT INTO notices_notice (id, kind, citizen_id, subject_type, subject_id, created_at)
SELECT gen_random_uuid(), 'message', id, 'people.citizen', id, now() FROM people_citizen"""


def due(house: House, count: int, *channels: str) -> None:
    """So many people, and a notice for each that nobody has handled yet. It is noon, on a weekday: SMS may ring."""
    register(house, count, "file_news", *channels)
    house.sql(_NOTICES)


def due_reminders(house: House, count: int, short: int, *channels: str) -> None:
    """So many people, and for each a reminder that is due since now; the first `short` serve for twelve hours only."""
    register(house, count, "reminders", *channels)
    house.django("from tests.bench.reminders_rows import a_kind; a_kind()")
    house.sql(_DEADLINES)
    house.sql(_REMINDERS, short, house.clock())


def register(house: House, count: int, purpose: str, *channels: str) -> None:
    """So many people who consented, and nothing of those of the scenario before."""
    house.misbehave()
    house.move_clock(_until_noon())
    house.sql(f"TRUNCATE {_TABLES} CASCADE")
    house.sql("DELETE FROM counters_keptcounter")
    for path in (house.folder / "demo/sent").glob("*"):
        path.unlink()
    ((user,),) = house.sql(_USER)
    house.sql(_PEOPLE, count)
    house.sql(_CONSENTS, purpose, user, list(channels))


def somebody(house: House) -> None:
    """One person, to whom nothing happened."""
    register(house, 1, "file_news", "email")


def settled(house: House) -> bool:
    """Everything was handled, and no delivery waits for its fate."""
    ((left,),) = house.sql(
        """SELECT (SELECT count(*) FROM notices_notice WHERE handled_at IS NULL)
                + (SELECT count(*) FROM reminders_reminder WHERE state = 'planned')
                + (SELECT count(*) FROM deliveries_delivery WHERE settled_at IS NULL)"""
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
