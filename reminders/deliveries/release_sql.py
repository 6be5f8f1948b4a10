"""The two statements of the release, made once from the registered outlets. Each reads, decides, settles and writes in
one go: what makes a delivery is the very row that its own UPDATE just settled, so nothing leaves twice.

Names: `thing` (a reminder that may leave), `fate` (what becomes of it, and the channels of its person), `settled` (what
this very statement settled), `lot` (what makes one message).
"""

# ruff: noqa: S608 (the pieces are constants of ours; values travel as parameters)
from collections.abc import Sequence

from django.conf import settings

from portal.consents.models import Purpose
from reminders.deliveries.outlets import Outlet
from reminders.deliveries.served import UNSERVED
from reminders.reminders.querysets import HANDS

HAND = f"(uuid_hash({{0}}) & {HANDS - 1})"

# Whose turn it is: all of some hands but those set aside; or, after a failure, these people alone.
_MINE = f"""{HAND} = ANY (%(hands)s::int[]) AND {{0}} <> ALL (%(aside)s::uuid[])
   AND (%(people)s::uuid[] IS NULL OR {{0}} = ANY (%(people)s::uuid[]))"""

ENOUGH = 5_000
"""Rows for one transaction: a person's are never cut in two, so a hand that has more is still taken whole."""

WAITING_HANDS = f"""
SELECT h, w.rows FROM generate_series(0, {HANDS - 1}) h, LATERAL (
  SELECT count(*) AS rows FROM (
    SELECT 1 FROM reminders_reminder r
     WHERE r.state = 'planned' AND {HAND.format("r.recipient_id")} = h AND r.due_at <= %(at)s
     ORDER BY r.due_at LIMIT {ENOUGH}) due) w
 WHERE w.rows > 0
"""

DUE_PEOPLE = f"""SELECT DISTINCT recipient_id FROM reminders_reminder r
 WHERE r.state = 'planned' AND r.due_at <= %(at)s AND {_MINE.format("r.recipient_id")}"""
NOTICE_PEOPLE = f"""SELECT DISTINCT citizen_id FROM portal_notice n
 WHERE handled_at IS NULL AND {_MINE.format("n.citizen_id")}"""

NOTICE_HANDS = f"SELECT {HAND.format('citizen_id')}, count(*) FROM portal_notice WHERE handled_at IS NULL GROUP BY 1"

# Why it must not leave as things stand; '' when it may; 'held' while its kind is stopped and it may still serve. Every
# act cancels the rows itself, but a planning of a whole kind may have read the deadline just before the act.
_WHY = """
  CASE WHEN d.due_on <> r.due_on OR d.citizen_id <> r.recipient_id OR d.paused_at IS NOT NULL OR k.state <> 'published'
            OR s.retired_at IS NOT NULL OR s.id IS NULL AND r.due_at IS DISTINCT FROM d.later_at
            OR s.moment = 'date' AND r.due_at < d.later_at
            OR d.concerned_id <> d.citizen_id AND EXISTS (
               SELECT 1 FROM portal_citizen n WHERE n.id = d.concerned_id AND n.died_on IS NOT NULL)
            OR d.state <> CASE WHEN s.moment IN ('done', 'missed') THEN s.moment ELSE 'open' END THEN 'act'
       WHEN r.useful_until <= %(at)s THEN 'late'
       WHEN k.stopped_at IS NOT NULL THEN 'held'
       ELSE '' END AS why"""

_REMINDERS = f"""
SELECT r.ctid AS place, r.id, r.recipient_id, k.id AS kind_id, r.due_at, k.is_urgent, k.channels::text[] AS channels,
       NOT k.is_urgent AND coalesce(s.moment, 'date') = 'date' AS gathers, {_WHY}
  FROM reminders_reminder r
  JOIN reminders_deadline d ON d.id = r.deadline_id
  JOIN reminders_deadlinekind k ON k.id = d.kind_id
  LEFT JOIN reminders_reminderstep s ON s.id = r.step_id
 WHERE r.state = 'planned' AND {_MINE.format("r.recipient_id")}"""

# A kind with a daily cap lets go the oldest first, as many as it has room for today; the others wait. Its row is
# locked: hands count one after the other. Of the kinds without a cap, which are nearly all, nothing is read, locked or
# written.
_TODAY = f"(%(at)s AT TIME ZONE '{settings.TIME_ZONE}')::date"
_LEFT = f"CASE WHEN k.left_on = {_TODAY} THEN k.left_count ELSE 0 END"
_ROOM = f"""
room AS MATERIALIZED (
  SELECT k.id, k.daily_cap - {_LEFT} AS room FROM reminders_deadlinekind k
   WHERE k.daily_cap IS NOT NULL AND k.id IN (SELECT kind_id FROM candidate WHERE why = '')
   ORDER BY k.id FOR NO KEY UPDATE)"""
_COUNT = f"""
UPDATE reminders_deadlinekind k SET left_on = {_TODAY}, left_count = {_LEFT} + c.count
  FROM (SELECT s.kind_id, count(*) FROM settled s JOIN room m ON m.id = s.kind_id WHERE s.state = 'sent' GROUP BY 1) c
 WHERE k.id = c.kind_id"""

# One message for one person and one day: when something leaves, what would follow later that same local day leaves with
# it; urgent reminders and moments apart, which come alone at their own instant. Nobody's day ends later than the latest
# of theirs: tomorrow's reminders, as many as today's, are not read.
_DUE = f"""
due AS MATERIALIZED ({_REMINDERS} AND r.due_at <= %(at)s),
gathering AS MATERIALIZED (
  SELECT c.id, ((%(at)s AT TIME ZONE c.time_zone)::date + 1)::timestamp AT TIME ZONE c.time_zone AS day_ends
    FROM portal_citizen c WHERE c.id IN (SELECT recipient_id FROM due WHERE why = '' AND gathers)),
candidate AS MATERIALIZED (
  SELECT * FROM due
  UNION ALL
  SELECT t.* FROM ({_REMINDERS} AND r.due_at > %(at)s AND r.due_at < (SELECT max(day_ends) FROM gathering)) t
    JOIN gathering g ON g.id = t.recipient_id AND t.due_at < g.day_ends
   WHERE t.why = '' AND t.gathers),
{_ROOM},
thing AS MATERIALIZED (
  SELECT c.place, c.id, c.recipient_id, c.kind_id, c.due_at, c.is_urgent, c.channels, c.why
    FROM candidate c WHERE c.kind_id NOT IN (SELECT id FROM room)
  UNION ALL
  SELECT c.place, c.id, c.recipient_id, c.kind_id, c.due_at, c.is_urgent, c.channels,
         CASE WHEN c.why = '' AND m.room < row_number() OVER (PARTITION BY c.kind_id, c.why ORDER BY c.due_at, c.id)
              THEN 'held' ELSE c.why END
    FROM room m JOIN candidate c ON c.kind_id = m.id)"""

# `allowed`: the ways that this thing may take. One whose hours open only once the thing is useless is no way, as long
# as another is in time; when none is, its failure is written at once, and the fallback goes on.
_DELIVER = """
INSERT INTO reminders_delivery (id, recipient_id, channel, purpose, "group", attempt, state, since, not_before,
                                {carried}, {empty}, reference, code, created_at, settled_at)
SELECT md5(l.recipient_id::text || ':' || l.channel || ':' || l.lot)::uuid, l.recipient_id, l.channel, l.purpose, l.lot,
       1, CASE WHEN l.is_late THEN 'failed' ELSE 'ready' END, %(at)s, l.opens_at, l.ids, '{{}}', '',
       CASE WHEN l.is_late THEN 'hours' ELSE '' END, %(at)s, CASE WHEN l.is_late THEN %(at)s END
  FROM (SELECT t.recipient_id, y.channel, t.purpose, t.lot || CASE WHEN y.is_late THEN '/late' ELSE '' END AS lot,
               y.opens_at, y.is_late, array_agg(t.id ORDER BY t.since, t.id) AS ids
          FROM lot t
         CROSS JOIN LATERAL (SELECT w.channel, w.opens_at, (w.opens_at >= t.useful_until) IS TRUE AS is_late
                               FROM unnest(t.outside, t.opens) AS w(channel, opens_at)
                              WHERE w.channel = ANY (t.allowed)) y
         WHERE NOT y.is_late OR NOT EXISTS (
               SELECT 1 FROM unnest(t.outside, t.opens) AS w(channel, opens_at)
                WHERE w.channel = ANY (t.allowed) AND w.opens_at < t.useful_until)
         GROUP BY 1, 2, 3, 4, 5, 6) l"""


def reminders_statement(outlets: Sequence[Outlet]) -> str:
    """Settles what is due in some `hands` at one instant (`at`); returns how many left.

    A row is found again by its place (ctid) and only if it is still planned for the same instant: one that a planning
    cancelled or moved meanwhile is left to the next sweep."""
    return f"""
WITH {_DUE},
fate AS (
  SELECT t.place, t.id, t.recipient_id, t.kind_id, t.due_at, t.is_urgent, p.outside, p.opens,
         coalesce(p.inbox, false) AS inbox,
         CASE WHEN p.ordinary <> p.outside AND p.ordinary && t.channels
              THEN ARRAY(SELECT unnest(p.ordinary) INTERSECT SELECT unnest(t.channels)) ELSE t.channels END AS allowed,
         CASE WHEN t.why <> '' THEN t.why WHEN p.is_unserved THEN 'person'
              WHEN p.consents = 0 THEN 'consent'
              WHEN p.inbox OR p.outside && t.channels THEN '' ELSE 'unreached' END AS why
    FROM thing t LEFT JOIN LATERAL ({_ways(outlets, "t.recipient_id", "'reminders'")}) p ON t.why = ''
), settled AS (
  UPDATE reminders_reminder r
     SET state = CASE WHEN f.why = '' THEN 'sent'
                      WHEN f.why IN ('act', 'consent', 'person') THEN 'cancelled' ELSE 'missed' END,
         why = f.why, settled_at = %(at)s
    FROM fate f WHERE r.ctid = f.place AND r.state = 'planned' AND r.due_at = f.due_at AND f.why <> 'held'
  RETURNING r.id, r.recipient_id, f.kind_id, r.due_at, r.useful_until, r.state, f.is_urgent, f.inbox, f.outside,
            f.opens, f.allowed
), counted AS ({_COUNT}
), kept AS (
  INSERT INTO reminders_inboxitem (id, citizen_id, reminder_id, created_at)
  SELECT gen_random_uuid(), recipient_id, id, %(at)s FROM settled WHERE state = 'sent' AND inbox
), lot AS (
  SELECT id, recipient_id, 'reminders' AS purpose, due_at AS since, useful_until, outside, opens, allowed,
         'reminder:' || min(id) OVER (PARTITION BY recipient_id, CASE WHEN is_urgent THEN id END) AS lot
    FROM settled WHERE state = 'sent'
), delivered AS ({_DELIVER.format(carried="reminder_ids", empty="notice_ids")})
SELECT count(*) FROM settled WHERE state = 'sent'
"""


def notices_statement(outlets: Sequence[Outlet], purposes: dict[str, str]) -> str:
    """Handles the notices of some `hands`; `purposes` maps kind to purpose. Every notice is kept in the inbox.

    What one did not ask for (a finding) is told once, by the first of one's ways; the others wait for its failure."""
    ranked = ", ".join(f"'{outlet.channel}'" for outlet in outlets)
    first = f"SELECT w FROM unnest(%s) w ORDER BY array_position(ARRAY[{ranked}]::text[], w) LIMIT 1"
    allowed = "CASE WHEN p.ordinary <> '{}' THEN p.ordinary ELSE p.outside END"
    whens = " ".join(f"WHEN '{kind}' THEN '{purpose}'" for kind, purpose in purposes.items())
    return f"""
WITH settled AS (
  UPDATE portal_notice n SET handled_at = %(at)s
   WHERE n.handled_at IS NULL AND {_MINE.format("n.citizen_id")}
  RETURNING n.id, n.citizen_id AS recipient_id, n.created_at AS since, CASE n.kind {whens} END AS purpose
), kept AS (
  INSERT INTO reminders_inboxitem (id, citizen_id, notice_id, created_at)
  SELECT gen_random_uuid(), recipient_id, id, %(at)s FROM settled
), lot AS (
  SELECT s.*, NULL::timestamptz AS useful_until, p.outside, p.opens,
         CASE WHEN s.purpose = '{Purpose.LEARN}' THEN ARRAY({first % allowed}) ELSE {allowed} END AS allowed,
         'notice:' || first_value(s.id) OVER (PARTITION BY s.recipient_id, s.purpose ORDER BY s.since, s.id) AS lot
    FROM settled s CROSS JOIN LATERAL ({_ways(outlets, "s.recipient_id", "s.purpose")}) p
), delivered AS ({_DELIVER.format(carried="notice_ids", empty="reminder_ids")})
SELECT count(*) FROM settled
"""


def _ways(outlets: Sequence[Outlet], person: str, purpose: str) -> str:
    """One row for `person`: how many consents are in force for `purpose`, whether the inbox is one, and the outside
    channels with a contact point in use, with the instants from which they may ring; `ordinary`: not the last resorts.

    Asked of each thing in turn rather than joined: two index probes, whatever the planner believes of the numbers
    (OFFSET 0: each piece is computed once)."""

    def by_channel(piece: str, otherwise: str) -> str:
        whens = " ".join(f"WHEN '{outlet.channel}' THEN {getattr(outlet, piece)}" for outlet in outlets)
        return f"(CASE a.channel {whens} ELSE {otherwise} END)" if whens else otherwise

    last = ", ".join(f"'{outlet.channel}'" for outlet in outlets if outlet.is_last_resort) or "''"
    return f"""
SELECT count(*) FILTER (WHERE w.unserved = '') AS consents, bool_or(w.unserved <> '') IS TRUE AS is_unserved,
       coalesce(bool_or(w.channel = 'inbox' AND w.unserved = ''), false) AS inbox,
       coalesce(array_agg(w.channel) FILTER (WHERE w.reaches), '{{}}') AS outside,
       coalesce(array_agg(w.opens_at) FILTER (WHERE w.reaches), '{{}}') AS opens,
       coalesce(array_agg(w.channel) FILTER (WHERE w.reaches AND NOT w.is_last), '{{}}') AS ordinary
  FROM (SELECT a.channel::text AS channel, a.channel IN ({last}) AS is_last,
               {by_channel("opens_sql", "NULL::timestamptz")} AS opens_at, v.unserved,
               v.unserved = '' AND o.address <> '' AND NOT EXISTS (
                 SELECT 1 FROM reminders_suspension x WHERE x.citizen_id = c.id AND x.channel = a.channel
                    AND x.address = o.address AND x.lifted_at IS NULL) IS TRUE AS reaches
          FROM portal_citizen c
          JOIN portal_consent a ON a.citizen_id = c.id AND a.purpose = {purpose} AND a.withdrawn_at IS NULL
          LEFT JOIN reminders_quiethours q ON q.citizen_id = c.id
          CROSS JOIN LATERAL (SELECT {by_channel("address_sql", "NULL::text")} AS address) o
         CROSS JOIN LATERAL (SELECT {UNSERVED} AS unserved) v
         WHERE c.id = {person} OFFSET 0) w"""
