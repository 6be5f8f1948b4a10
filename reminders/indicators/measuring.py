"""Measuring, in one statement over any number of deadlines: what is told of each that fell due.

A reminder counts as digital when an e-mail or SMS carrying it was accepted by its provider and did not come back, or
when it was put in the secure inbox and read there, before the end of the due day in the person's zone. A letter counts
once posted, a call once the person was reached, and so does a person served by telephone («Traité par téléphone»).
What the person waited runs from the instant at which that reminder was due to that acceptance (in the inbox: until it
was put there, not until it was read).
"""

# ruff: noqa: S608 (the pieces are constants of ours; values travel as parameters)
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from portal.consents.models import Channel
from portal.isolation.actions import run_apart
from portal.isolation.halves import run_by_halves
from reminders.reminders.querysets import SHARDS

WORK = "reminders.measure"
"""Its name among what may fail for one person (`portal.isolation`)."""

_MEASURE = f"""
WITH scope AS (
  SELECT d.id, d.citizen_id, d.kind_id, k.organization_id, d.due_on, d.state, d.opened_at, d.closed_at, d.paused_at,
         (d.due_on + 1)::timestamp AT TIME ZONE c.time_zone AS day_end,
         d.due_on::timestamp AT TIME ZONE c.time_zone AS day_start,
         c.birth_date, substring(upper(c.postal_address) from '([A-Z])[0-9][A-Z] ?[0-9][A-Z][0-9]') AS letter
    FROM reminders_deadline d
    JOIN reminders_deadlinekind k ON k.id = d.kind_id
    JOIN portal_citizen c ON c.id = d.citizen_id
   WHERE d.due_on BETWEEN %(start)s AND %(end)s AND (uuid_hash(d.citizen_id) & {SHARDS - 1}) = ANY (%(shards)s::int[])
     AND (%(people)s::uuid[] IS NULL OR d.citizen_id = ANY (%(people)s::uuid[]))
), mine AS (
  SELECT r.id, s.id AS deadline_id, s.day_end, r.recipient_id, r.due_at
    FROM scope s JOIN reminders_reminder r ON r.deadline_id = s.id AND r.due_on = s.due_on AND r.state = 'sent'
), carried AS (
  SELECT m.deadline_id, m.day_end, m.due_at, v.channel,
         CASE v.channel WHEN 'letter' THEN b.posted_at WHEN 'phone' THEN p.noted_at ELSE v.settled_at END AS at,
         NULL::timestamptz AS left_at
    FROM mine m
    JOIN reminders_delivery v ON v.recipient_id = m.recipient_id AND m.id = ANY (v.reminder_ids)
    LEFT JOIN reminders_letter l ON l.delivery_id = v.id AND l.state = 'posted'
    LEFT JOIN reminders_letterbatch b ON b.id = l.batch_id
    LEFT JOIN reminders_call p ON p.delivery_id = v.id AND p.state = 'reached'
   WHERE v.state = 'accepted'
  UNION ALL
  SELECT m.deadline_id, m.day_end, m.due_at, 'inbox', i.read_at, i.created_at
    FROM mine m JOIN reminders_inboxitem i ON i.reminder_id = m.id
), told AS (
  SELECT deadline_id,
         min(at) FILTER (WHERE channel = ANY (%(digital)s) AND at < day_end) AS digital_at,
         (array_agg(channel ORDER BY at) FILTER (WHERE channel = ANY (%(digital)s) AND at < day_end))[1]
           AS digital_by,
         (array_agg(coalesce(left_at, at) - due_at ORDER BY at)
           FILTER (WHERE channel = ANY (%(digital)s) AND at < day_end))[1] AS digital_wait,
         min(at) FILTER (WHERE channel <> ALL (%(digital)s) AND at < day_end) AS other_at,
         (array_agg(channel ORDER BY at) FILTER (WHERE channel <> ALL (%(digital)s) AND at < day_end))[1] AS other_by,
         (array_agg(at - due_at ORDER BY at) FILTER (WHERE channel <> ALL (%(digital)s) AND at < day_end))[1]
           AS other_wait,
         min(at) FILTER (WHERE at >= day_end) AS late_at
    FROM carried WHERE at IS NOT NULL GROUP BY deadline_id
), asked AS (
  SELECT DISTINCT s.id FROM scope s JOIN portal_consent o ON o.citizen_id = s.citizen_id AND o.purpose = 'reminders'
   WHERE o.given_at < s.day_end AND (o.withdrawn_at IS NULL OR o.withdrawn_at >= s.day_start)
), outcome AS (
  SELECT s.id, s.organization_id, s.kind_id, s.due_on,
         CASE WHEN s.state = 'cancelled' AND s.closed_at < s.day_end THEN 'set_aside'
              WHEN s.opened_at >= s.day_start THEN 'added_late' ELSE '' END AS excluded,
         CASE WHEN t.digital_at IS NOT NULL THEN 'digital'
              WHEN t.other_at IS NOT NULL OR s.paused_at < s.day_end THEN 'otherwise'
              WHEN a.id IS NOT NULL THEN 'unreached' ELSE 'not_asked' END AS reach,
         coalesce(t.digital_by, t.other_by, CASE WHEN s.paused_at < s.day_end THEN 'phone' END, '') AS channel,
         coalesce(t.digital_at, t.other_at, CASE WHEN s.paused_at < s.day_end THEN s.paused_at END) AS reminded_at,
         CASE WHEN t.digital_at IS NOT NULL THEN greatest(t.digital_wait, interval '0')
              WHEN t.other_at IS NOT NULL THEN greatest(t.other_wait, interval '0') END AS waited,
         CASE WHEN s.state <> 'done' THEN 'not_known' WHEN s.closed_at < s.day_end THEN 'in_time'
              WHEN t.late_at < s.closed_at THEN 'after_reminder' ELSE 'late' END AS act,
         CASE WHEN s.birth_date IS NULL THEN ''
              ELSE (ARRAY['0-17', '18-29', '30-44', '45-64', '65-74', '75+'])[
                width_bucket(extract(year FROM age(s.due_on, s.birth_date)), ARRAY[18, 30, 45, 65, 75]) + 1] END AS age,
         CASE WHEN s.letter IS NULL THEN '' WHEN s.letter IN ('G', 'H', 'J') THEN s.letter ELSE 'other' END AS region
    FROM scope s LEFT JOIN told t ON t.deadline_id = s.id LEFT JOIN asked a ON a.id = s.id
)
INSERT INTO reminders_outcome AS known (deadline_id, organization_id, kind_id, due_on, excluded, reach, channel,
                                        reminded_at, waited, act, age, region, measured_at)
SELECT *, %(at)s FROM outcome
ON CONFLICT (deadline_id) DO UPDATE
   SET organization_id = excluded.organization_id, due_on = excluded.due_on, excluded = excluded.excluded,
       reach = excluded.reach, channel = excluded.channel, reminded_at = excluded.reminded_at, waited = excluded.waited,
       act = excluded.act, age = excluded.age, region = excluded.region, measured_at = excluded.measured_at
 WHERE (known.due_on, known.excluded, known.reach, known.channel, known.reminded_at, known.waited, known.act, known.age,
        known.region)
       IS DISTINCT FROM (excluded.due_on, excluded.excluded, excluded.reach, excluded.channel, excluded.reminded_at,
                         excluded.waited, excluded.act, excluded.age, excluded.region)
"""

_PEOPLE = f"""
SELECT DISTINCT d.citizen_id FROM reminders_deadline d
 WHERE d.due_on BETWEEN %(start)s AND %(end)s AND (uuid_hash(d.citizen_id) & {SHARDS - 1}) = ANY (%(shards)s::int[])
"""

# A date that was moved after it was measured is measured again at its new day; until then it counts nowhere.
_FORGET_MOVED = """
DELETE FROM reminders_outcome o USING reminders_deadline d
 WHERE d.id = o.deadline_id AND d.due_on <> o.due_on AND d.due_on > %(end)s
"""


def measure(*, start: dt.date, end: dt.date, at: dt.datetime) -> int:
    """Measures every deadline due from `start` to `end`; returns how many outcomes are new or changed.

    When the row of one person refuses, the others are measured, and that one is set aside."""
    dates = {"start": start, "end": end, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_MOVED, dates)
    refused: list[int] = []
    counts = run_by_halves(
        range(SHARDS), lambda shards: _measure(dates, shards), fail=lambda shard, _: refused.append(shard)
    )
    for shard in refused:
        people = _people(dates, shard)
        counts.append(
            run_apart(work=WORK, people=people, run=lambda some, shard=shard: _measure(dates, [shard], people=some))
        )
    return sum(counts)


@transaction.atomic
def measure_person(person: UUID, *, start: dt.date, end: dt.date, at: dt.datetime) -> int:
    """One person who was set aside. Raises what the database says."""
    return _measure({"start": start, "end": end, "at": at}, range(SHARDS), people=[person])


def _measure(dates: Mapping[str, Any], shards: Sequence[int], *, people: Sequence[UUID] | None = None) -> int:
    with connection.cursor() as cursor:
        some = None if people is None else list(people)
        cursor.execute(_MEASURE, {**dates, "digital": Channel.digital(), "shards": list(shards), "people": some})
        return cursor.rowcount


def _people(dates: Mapping[str, Any], shard: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {**dates, "shards": [shard]})
        return [person for (person,) in cursor.fetchall()]
