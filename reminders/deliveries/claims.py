"""The statements of a sender, each for many deliveries at once. Leases use the database's clock: one for all, never
moved by a demonstration.

A sender that is alive holds the advisory lock (`ALIVE`, its number) on its session: when it dies, however it dies, the
lock goes with its connection and what it had claimed is free at once. The lease covers a sender that hangs.
"""
# ruff: noqa: S608 (the pieces are constants of ours; values travel as parameters)

import datetime as dt
import random
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction

from portal.clock import now
from portal.consents.models import Channel
from reminders.deliveries.apart import claim_for_all, record_for_all
from reminders.deliveries.outlets import Outlet
from reminders.deliveries.parcels import Fate, Parcel
from reminders.deliveries.served import UNSERVED
from reminders.reminders.planning import PLACE_ZONE

ALIVE = 7_301_002
"""First key of the advisory locks of senders, beside beat's (portal.health.scheduler)."""
SEATS = 7_301_003
"""First key of the locks of a channel's seats: no more senders than that at once, so that a slow provider does not take
every worker."""
LEASE = "interval '45 seconds'"
RENEW_EVERY = 15.0
"""Seconds."""
# 0 in `claimed_by`: somebody outside the senders (a trial); the lease alone counts.

# The place's zone of an appointment whose hour is another on the person's clock, else ''. Asked only for the few that
# have an hour.
_ZONE = f"""CASE WHEN dl.due_time IS NULL THEN '' ELSE (
         SELECT CASE WHEN (d.due_on + d.due_time) AT TIME ZONE {PLACE_ZONE}
                        = (d.due_on + d.due_time) AT TIME ZONE c.time_zone THEN '' ELSE {PLACE_ZONE} END
           FROM reminders_deadline d
           JOIN portal_citizen c ON c.id = d.citizen_id
           JOIN portal_organization o ON o.id = k.organization_id
           LEFT JOIN portal_team t ON t.id = k.team_id
          WHERE d.id = dl.id) END"""

# The reminders of one delivery (`b`) that are still worth telling at %(at)s; `held`: those whose kind is stopped.
_WANTED = f"""
SELECT coalesce(array_agg(r.id ORDER BY r.due_at, r.id) FILTER (WHERE k.stopped_at IS NULL), '{{{{}}}}') AS ids,
       string_agg(concat_ws('|', k.id, coalesce(r.step_id::text, ''), r.due_on, coalesce(dl.due_time::text, ''),
                            {_ZONE}), ','
                  ORDER BY r.due_at, r.id) FILTER (WHERE k.stopped_at IS NULL) AS said,
       coalesce(array_agg(r.id ORDER BY r.due_at, r.id) FILTER (WHERE k.stopped_at IS NOT NULL), '{{{{}}}}') AS held,
       max(r.useful_until) AS useful_until, count(*) AS many
  FROM unnest(b.reminder_ids) AS carried(id)
  JOIN reminders_reminder r ON r.id = carried.id
  JOIN reminders_deadline dl ON dl.id = r.deadline_id
  JOIN reminders_deadlinekind k ON k.id = dl.kind_id
  LEFT JOIN reminders_reminderstep s ON s.id = r.step_id
 WHERE r.due_on = dl.due_on AND r.recipient_id = dl.citizen_id AND r.useful_until > %(at)s
   AND dl.state = CASE s.moment WHEN 'done' THEN 'done' WHEN 'missed' THEN 'missed' ELSE 'open' END
   AND dl.paused_at IS NULL AND (dl.later_at IS NULL OR dl.later_at <= %(at)s OR r.step_id IS NULL)
   AND k.state = 'published' AND %(channel)s = ANY(k.channels)
   AND (dl.concerned_id = dl.citizen_id OR NOT EXISTS (
        SELECT 1 FROM portal_citizen n WHERE n.id = dl.concerned_id AND n.died_on IS NOT NULL))
"""

# How many notices of one delivery (`b`) are still worth telling: a finding, as long as its person wants advice and
# keeps the answers that it rests on. `carried.py` says the same in Python.
_NOTICES = """
SELECT count(*) AS many FROM unnest(b.notice_ids) AS carried(id) JOIN portal_notice t ON t.id = carried.id
 WHERE t.kind <> 'finding'
    OR EXISTS (SELECT 1 FROM portal_consent o
                WHERE o.citizen_id = b.recipient_id AND o.purpose = 'advice' AND o.withdrawn_at IS NULL)
   AND EXISTS (SELECT 1 FROM programs_situation s WHERE s.id = t.subject_id AND s.citizen_id = b.recipient_id)
"""

_PARCEL = (
    "d.id, md5(d.recipient_id::text || ':' || d.channel || ':' || d.\"group\")::uuid, "
    "d.recipient_id, d.channel, d.purpose, d.attempt, d.since, d.ambiguous_attempts"
)

# Why a delivery (`b`) must not leave, or not now, and what it would say: read when it is claimed, and again when its
# attempt is committed. `carried.py` says the same in Python.
_FACT = """
  SELECT b.id, c.language, a.address, w.ids, w.held, coalesce(w.said, '') AS said, w.useful_until, a.opens,
         CASE WHEN {unserved} <> '' THEN {unserved}
              WHEN NOT EXISTS (SELECT 1 FROM portal_consent o
                                WHERE o.citizen_id = b.recipient_id AND o.purpose = b.purpose
                                  AND o.channel = b.channel AND o.withdrawn_at IS NULL) THEN 'consent'
              WHEN a.address IS NULL THEN 'contact'
              WHEN EXISTS (SELECT 1 FROM reminders_suspension x
                            WHERE x.citizen_id = b.recipient_id AND x.channel = b.channel
                              AND x.address = a.address AND x.lifted_at IS NULL) THEN 'suspended'
              WHEN w.many = 0 AND t.many = 0 THEN 'useless'
              WHEN cardinality(w.ids) = 0 AND w.many > 0 THEN ''
              WHEN b.since + interval '72 hours' < %(at)s THEN 'expired'
              WHEN a.opens >= w.useful_until THEN 'hours'
              ELSE '' END AS why,
         cardinality(w.ids) = 0 AND w.many > 0 AS is_stopped
    FROM {batch} b
    JOIN portal_citizen c ON c.id = b.recipient_id
    LEFT JOIN reminders_quiethours q ON q.citizen_id = c.id
    CROSS JOIN LATERAL (SELECT {address} AS address, {opens} AS opens) a
    CROSS JOIN LATERAL ({wanted}) w
    CROSS JOIN LATERAL ({notices}) t
"""
_FATE = """
  SELECT *, CASE WHEN why <> '' THEN NULL
                 WHEN opens > %(at)s THEN opens
                 WHEN is_stopped THEN %(at)s + interval '5 minutes' END AS later FROM fact
"""
_STATE_OF_UNWANTED = "CASE WHEN f.why IN ('expired', 'hours') THEN 'failed' ELSE 'cancelled' END"

# What is due is taken, and in the same statement what must not leave any more gets its fate, what must wait waits.
# While its kind is stopped, a message does not grow old (`since`); what is stopped in one that leaves waits in one of
# its own (`apart`).
_CLAIM = """
WITH batch AS MATERIALIZED (
  SELECT d.* FROM reminders_delivery d
   WHERE d.settled_at IS NULL AND d.state = 'ready' AND d.channel = %(channel)s AND d.not_before <= %(at)s
     AND (d.claimed_until IS NULL OR d.claimed_until <= clock_timestamp())
     AND d.recipient_id <> ALL (%(aside)s::uuid[])
     AND (%(people)s::uuid[] IS NULL OR d.recipient_id = ANY (%(people)s::uuid[]))
   ORDER BY d.not_before LIMIT %(size)s FOR UPDATE SKIP LOCKED
), fact AS MATERIALIZED ({fact}
), fate AS MATERIALIZED ({fate}
), changed AS (
  UPDATE reminders_delivery d
     SET state = CASE WHEN f.why = '' THEN 'ready' ELSE {unwanted} END,
         code = f.why,
         settled_at = CASE WHEN f.why <> '' THEN %(at)s END,
         not_before = greatest(d.not_before, f.later),
         since = CASE WHEN f.is_stopped AND f.why = '' THEN greatest(d.since, %(at)s) ELSE d.since END,
         reminder_ids = CASE WHEN f.why = '' AND f.later IS NULL THEN f.ids ELSE d.reminder_ids END,
         claimed_by = CASE WHEN f.why = '' AND f.later IS NULL THEN %(sender)s END,
         claimed_until = CASE WHEN f.why = '' AND f.later IS NULL THEN clock_timestamp() + {lease} END
    FROM fate f WHERE f.id = d.id
  RETURNING d.*, f.language, f.address, f.said, f.useful_until
), apart AS (
  INSERT INTO reminders_delivery (id, recipient_id, channel, purpose, "group", attempt, state, since, not_before,
                                  reminder_ids, notice_ids, reference, code, created_at)
  SELECT md5(b.recipient_id::text || ':' || b.channel || ':' || b."group" || '+')::uuid, b.recipient_id, b.channel,
         b.purpose, b."group" || '+', 1, 'ready', %(at)s, %(at)s + interval '5 minutes', f.held, '{{}}', '', '', %(at)s
    FROM fate f JOIN batch b ON b.id = f.id
   WHERE f.why = '' AND f.later IS NULL AND cardinality(f.held) > 0
  ON CONFLICT DO NOTHING
)
SELECT {parcel}, address, language, said, useful_until, claimed_by IS NOT NULL FROM changed d
"""

# The next attempt of the same message: same group, so the same Message-ID.
_AGAIN = """
  INSERT INTO reminders_delivery (id, recipient_id, channel, purpose, "group", attempt, state, since, not_before,
                                  reminder_ids, notice_ids, reference, code, created_at, ambiguous_attempts)
  SELECT gen_random_uuid(), recipient_id, channel, purpose, "group", attempt + 1, 'ready', since, later,
         reminder_ids, notice_ids, '', '', %(at)s, ambiguous_attempts FROM done"""

# Fates and attempts together: one statement, one commit. A row that is no longer ours does not change. (It does not say
# `settled_at IS NULL`: with old statistics the planner would read the whole queue rather than the keys.)
_RECORD = f"""
WITH done AS (
  UPDATE reminders_delivery d
     SET state = v.state, code = v.code, reference = v.reference,
         settled_at = %(at)s, followed_up_at = CASE WHEN v.state = 'accepted' THEN %(at)s END,
         ambiguous_attempts = d.ambiguous_attempts + v.ambiguous, claimed_by = NULL, claimed_until = NULL
    FROM unnest(%(ids)s::uuid[], %(states)s::text[], %(codes)s::text[], %(references)s::text[],
                %(thens)s::timestamptz[], %(ambiguous)s::int[]) AS v(id, state, code, reference, later, ambiguous)
   WHERE d.id = v.id AND d.claimed_by = %(sender)s AND d.state IN ('ready', 'attempted')
  RETURNING d.*, v.later
), again AS ({_AGAIN}
   WHERE later IS NOT NULL ON CONFLICT DO NOTHING)"""

# What is about to leave is read once more, by the condition of the claim: what is no longer wanted gets its fate, what
# must wait or would say something else (an address, a date changed) goes back. Only what is returned leaves.
_LEAVE = """,
leaving AS MATERIALIZED (
  SELECT d.*, v.address AS to_address, v.said AS to_say
    FROM unnest(%(attempts)s::uuid[], %(addresses)s::text[], %(said)s::text[]) AS v(id, address, said)
    JOIN reminders_delivery d ON d.id = v.id AND d.claimed_by = %(sender)s AND d.state = 'ready'
), fact AS MATERIALIZED ({fact}
), fate AS MATERIALIZED ({fate}
), left_now AS (
  UPDATE reminders_delivery d
     SET state = CASE WHEN f.why <> '' THEN {unwanted} WHEN f.leaves THEN 'attempted' ELSE 'ready' END,
         code = f.why,
         attempted_at = CASE WHEN f.leaves THEN %(at)s ELSE d.attempted_at END,
         settled_at = CASE WHEN f.why <> '' THEN %(at)s END,
         not_before = greatest(d.not_before, f.later),
         claimed_by = CASE WHEN f.leaves THEN d.claimed_by END,
         claimed_until = CASE WHEN f.leaves THEN d.claimed_until END
    FROM (SELECT fate.*, fate.why = '' AND fate.later IS NULL AND fate.ids = b.reminder_ids
                         AND fate.address = b.to_address AND fate.said = b.to_say AS leaves
            FROM fate JOIN leaving b ON b.id = fate.id) f
   WHERE d.id = f.id AND d.claimed_by = %(sender)s AND d.state = 'ready'
  RETURNING d.id, d.state
)
SELECT id FROM left_now WHERE state = 'attempted'
"""
_NOTHING_LEAVES = " SELECT id FROM done WHERE false"

_RENEW = f"""
UPDATE reminders_delivery SET claimed_until = clock_timestamp() + {LEASE}
 WHERE settled_at IS NULL AND claimed_by = %(sender)s
"""

_GIVE_BACK = """
UPDATE reminders_delivery SET claimed_by = NULL, claimed_until = NULL, not_before = greatest(not_before, %(later)s)
 WHERE id = ANY(%(ids)s) AND state = 'ready' AND claimed_by = %(sender)s
"""

# Whose sender is gone (no lock) or hangs (lease over).
_DEAD = """
 WHERE d.settled_at IS NULL AND d.channel = %(channel)s AND d.claimed_by IS NOT NULL
   AND (d.claimed_until <= clock_timestamp() OR d.claimed_by <> 0 AND NOT EXISTS (
        SELECT 1 FROM pg_locks l
         WHERE l.locktype = 'advisory' AND l.classid = %(alive)s AND l.objid = d.claimed_by AND l.granted
           AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())))
"""

_FREE = f"UPDATE reminders_delivery d SET claimed_by = NULL, claimed_until = NULL {_DEAD} AND d.state = 'ready'"

_TAKE_OVER = f"""
WITH orphan AS (
  SELECT d.id FROM reminders_delivery d {_DEAD} AND d.state = 'attempted'
     AND d.attempted_at <= %(before)s
   ORDER BY d.id LIMIT %(size)s FOR UPDATE SKIP LOCKED
)
UPDATE reminders_delivery d SET claimed_by = %(sender)s, claimed_until = clock_timestamp() + {LEASE}
  FROM orphan WHERE orphan.id = d.id
RETURNING {_PARCEL}
"""


@contextmanager
def _held(first: int, second: int) -> Iterator[bool]:
    """An advisory lock of this session, if nobody has it. Gone with the session, should the connection break."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [first, second])
        (is_mine,) = cursor.fetchone()
    try:
        yield is_mine
    finally:
        if is_mine and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [first, second])


class Desk:
    """One sender's side of the table. Every method commits by itself."""

    def __init__(self, outlet: Outlet) -> None:
        self.outlet = outlet
        self.number = random.SystemRandom().randrange(1, 2**31)
        pieces = {"opens": outlet.opens_sql, "address": outlet.address_sql, "notices": _NOTICES, "unserved": UNSERVED}
        fact = partial(_FACT.format, wanted=_WANTED.format(), **pieces)
        common = {"fate": _FATE, "unwanted": _STATE_OF_UNWANTED}
        self._claim = _CLAIM.format(fact=fact(batch="batch"), lease=LEASE, parcel=_PARCEL, **common)
        self._leave = _RECORD + _LEAVE.format(fact=fact(batch="leaving"), **common)

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Shows every other sender that this one lives."""
        with _held(ALIVE, self.number):
            yield

    @contextmanager
    def seat(self) -> Iterator[bool]:
        """False when the channel has all the senders that it may have."""
        first = list(Channel).index(self.outlet.channel) * 1000
        for seat in range(first, first + settings.SENDERS_PER_CHANNEL):
            with _held(SEATS, seat) as is_free:
                if is_free:
                    yield True
                    return
        yield False

    def claim(self, size: int, clock: float = 0.0) -> list[Parcel]:
        """Up to `size` messages that are ours and must leave."""
        mine: list[tuple] = []
        while not mine and (rows := claim_for_all(self._claim_of, self._words(size=size))):
            mine = [row for row in rows if row[-1]]
        return [Parcel(*row[:-1], claimed_at=clock) for row in mine]

    def would_claim(self, person: uuid.UUID) -> None:
        """Raise what the database says of this person's row; nothing is claimed."""
        with transaction.atomic():
            self._run(self._claim, size=1000, people=[person], aside=[])
            transaction.set_rollback(True)

    def _claim_of(self, told: dict[str, Any], people: Sequence[uuid.UUID] | None, aside: Sequence[uuid.UUID]) -> list:
        words = told | {"people": None if people is None else list(people), "aside": list(aside)}
        return self._run(self._claim, **words)

    def free_the_dead(self) -> int:
        """Gives back what dead senders had claimed and not attempted; returns how many."""
        with connection.cursor() as cursor:
            cursor.execute(_FREE, self._words())
            return cursor.rowcount

    def take_over(self, size: int, clock: float, old: dt.timedelta = dt.timedelta()) -> list[Parcel]:
        """Attempts whose sender died, at least so `old`: nobody knows whether they were accepted."""
        rows = self._run(_TAKE_OVER, size=size, before=now() - old)
        return [Parcel(*row, claimed_at=clock, is_orphan=True) for row in rows]

    def record(self, attempts: Sequence[Parcel], fates: Sequence[Fate]) -> set[uuid.UUID]:
        """Write what became of some and that others are about to leave; return which of these really are ours, and are
        still wanted as they were claimed. Those that the claim would refuse by now are settled, the others given back.
        """
        left = record_for_all(self._record, attempts, fates)
        if refused := [parcel.id for parcel in attempts if parcel.id not in left]:
            self.give_back(refused)
        return left

    def _record(self, attempts: Sequence[Parcel], fates: Sequence[Fate]) -> set[uuid.UUID]:
        left = self._run_prepared(
            self._leave if attempts else _RECORD + _NOTHING_LEAVES,
            ids=[fate.id for fate in fates],
            states=[fate.state for fate in fates],
            codes=[fate.code[:32] for fate in fates],
            references=[fate.reference[:120] for fate in fates],
            thens=[fate.then for fate in fates],
            ambiguous=[int(fate.is_ambiguous) for fate in fates],
            attempts=[parcel.id for parcel in attempts],
            addresses=[parcel.address for parcel in attempts],
            said=[parcel.said for parcel in attempts],
        )
        return {row[0] for row in left}

    def renew(self) -> None:
        self._run(_RENEW)

    def give_back(self, ids: Sequence[uuid.UUID], later: dt.datetime | None = None) -> None:
        """For another sender, or for later."""
        self._run(_GIVE_BACK, ids=list(ids), later=later)

    def _run(self, statement: str, **words: Any) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement, self._words(**words))
            return cursor.fetchall() if cursor.description else []

    def _run_prepared(self, statement: str, **words: Any) -> list[tuple]:
        """For what is said hundreds of times a second: parsed and planned once a session (measured: half of the
        server's time). Django's cursors write the values into the statement, and each is a new one."""
        connection.ensure_connection()
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
            return cursor.execute(statement, self._words(**words), prepare=True).fetchall()

    def _words(self, **words: Any) -> dict[str, Any]:
        known = {"alive": ALIVE, "sender": self.number, "channel": self.outlet.channel, "at": now()}
        return known | words
