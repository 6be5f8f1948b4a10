"""What is new of the deadlines that organizations sent, in one statement whatever their number.

A reminder «arrived» as the indicator says it: an e-mail or SMS accepted by its provider, a letter posted, a call during
which somebody answered, an item read in the secure inbox. «Unreached» is the moment when the work of joining the person
was opened. «Done» is the person's word (or an agent's), never the echo of what the organization's own system said.

Only what happened after the subscription was made, for dates not older than `LOOK_BACK`: no flood on the first day, and
a bounded walk.
"""

import datetime as dt

from django.db import connection

from portal.clock import now, today
from reminders.fallback.work import KIND

LOOK_BACK = dt.timedelta(days=120)

# ruff: noqa: S608 (the pieces are constants of ours; values travel as parameters)
# One fact of an arrival that nobody was told yet. Each kind of fact is sought by itself and narrow: a list of all that
# could still happen to a hundred thousand arrivals, made each minute, was most of the work.
_WATCHED = """
  FROM reminders_subscription s
  JOIN reminders_arrival a ON a.organization_id = s.organization_id AND a.due_on >= %(oldest)s"""
_WANTED = """
 WHERE s.revoked_at IS NULL AND '{event}' = ANY (s.events)
   AND NOT EXISTS (SELECT 1 FROM reminders_webhookcall c
                    WHERE c.subscription_id = s.id AND c.arrival_id = a.id AND c.event = '{event}')"""

_FIND = f"""
WITH sent AS (
  SELECT s.id AS subscription_id, a.id AS arrival_id, s.made_at, r.id AS reminder_id, r.recipient_id
  {_WATCHED}
  JOIN reminders_reminder r ON r.deadline_id = a.deadline_id AND r.state = 'sent'
  {_WANTED.format(event="delivered")}
), arrived AS (
  SELECT s.subscription_id, s.arrival_id, s.made_at,
         CASE v.channel WHEN 'letter' THEN b.posted_at WHEN 'phone' THEN p.noted_at ELSE v.settled_at END AS at
    FROM sent s
    JOIN reminders_delivery v
      ON v.recipient_id = s.recipient_id AND v.state = 'accepted' AND s.reminder_id = ANY (v.reminder_ids)
    LEFT JOIN reminders_letter l ON l.delivery_id = v.id AND l.state = 'posted'
    LEFT JOIN reminders_letterbatch b ON b.id = l.batch_id
    LEFT JOIN reminders_call p ON p.delivery_id = v.id AND p.state = 'reached'
  UNION ALL
  SELECT s.subscription_id, s.arrival_id, s.made_at, i.read_at
    FROM sent s JOIN reminders_inboxitem i ON i.reminder_id = s.reminder_id
), told AS (
  SELECT subscription_id, arrival_id, 'delivered' AS event, min(at) AS at FROM arrived
   WHERE at >= made_at GROUP BY subscription_id, arrival_id
  UNION ALL
  SELECT s.id, a.id, 'unreached', min(k.since)
  {_WATCHED}
  JOIN portal_workitem k ON k.kind = %(work)s AND k.subject_type = 'reminders.deadline'
   AND k.subject_id = a.deadline_id AND k.since >= s.made_at
  {_WANTED.format(event="unreached")}
   GROUP BY s.id, a.id
  UNION ALL
  SELECT s.id, a.id, 'done', d.closed_at
  {_WATCHED}
  JOIN reminders_deadline d ON d.id = a.deadline_id
  {_WANTED.format(event="done")}
   AND d.state = 'done' AND d.closed_by_id IS NOT NULL AND d.closed_at >= s.made_at
)
INSERT INTO reminders_webhookcall (id, subscription_id, arrival_id, event, happened_at, state, since, not_before,
                                   attempts, claimed_until, answer, settled_at)
SELECT gen_random_uuid(), subscription_id, arrival_id, event, at, 'ready', %(at)s, %(at)s, 0, NULL, '', NULL FROM told
ON CONFLICT DO NOTHING
"""


def find() -> int:
    """Writes each new fact once; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"oldest": today() - LOOK_BACK, "work": KIND, "at": now()})
        return cursor.rowcount
