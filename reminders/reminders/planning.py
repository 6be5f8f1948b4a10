"""Planning in sets: the rule of `ladder.py` in SQL, for one deadline or a million in the same three statements.

Idempotent. Rows that left (sent, missed) are never touched; those of a former date are cancelled; a date that
comes back revives its cancelled rows. The anti-join keeps "nothing new" cheap (PERFORMANCE: plain ON CONFLICT pays
and burns an identity value for each row refused).
"""

import datetime as dt

from django.db import connection, models, transaction

from reminders.reminders.ladder import LAST_USEFUL_FOR, SEND_AT

_CANCEL = """
UPDATE reminders_reminder r SET state = 'cancelled', settled_at = %s
  FROM reminders_deadline d JOIN reminders_deadlinekind k ON k.id = d.kind_id
 WHERE d.id = r.deadline_id AND r.state = 'planned' AND d.id IN ({scope})
   AND (d.state <> 'open' OR k.state <> 'published' OR r.due_on <> d.due_on OR r.recipient_id <> d.citizen_id)
"""

_INSERT = """
WITH step AS (
  SELECT d.id AS deadline_id, d.due_on, d.citizen_id AS recipient_id, s.id AS step_id, s.offset_days,
         (d.due_on + s.offset_days + %s::time) AT TIME ZONE c.time_zone AS due_at,
         (d.due_on + 1)::timestamp AT TIME ZONE c.time_zone AS end_of_day
    FROM reminders_deadline d
    JOIN reminders_deadlinekind k ON k.id = d.kind_id AND k.state = 'published'
    JOIN reminders_reminderstep s ON s.kind_id = k.id
    JOIN portal_citizen c ON c.id = d.citizen_id
   WHERE d.state = 'open' AND d.id IN ({scope})
), rung AS (
  SELECT *, lead(due_at) OVER (PARTITION BY deadline_id ORDER BY offset_days) AS following FROM step
), ladder AS (
  SELECT *, CASE WHEN offset_days <= 0 THEN least(following, end_of_day)
                 ELSE coalesce(following, due_at + %s) END AS useful_until FROM rung
)
INSERT INTO reminders_reminder (deadline_id, due_on, step_id, recipient_id, due_at, useful_until, state)
SELECT l.deadline_id, l.due_on, l.step_id, l.recipient_id, l.due_at, l.useful_until, 'planned'
  FROM ladder l
 WHERE l.due_at > %s AND NOT EXISTS (
       SELECT 1 FROM reminders_reminder r
        WHERE r.deadline_id = l.deadline_id AND r.due_on = l.due_on
          AND r.step_id = l.step_id AND r.recipient_id = l.recipient_id
          AND (r.state IN ('sent', 'missed')
               OR r.state = 'planned' AND r.due_at = l.due_at AND r.useful_until = l.useful_until))
ON CONFLICT (deadline_id, due_on, step_id, recipient_id) DO UPDATE
   SET state = 'planned', settled_at = NULL, due_at = excluded.due_at, useful_until = excluded.useful_until
 WHERE reminders_reminder.state IN ('planned', 'cancelled')
"""

# A join and a sort, not a LATERAL … LIMIT 1: without fresh statistics the planner answered that one by walking the
# index on `due_at` once per deadline (50,000 deadlines: minutes instead of a second).
_NEXT = """
UPDATE reminders_deadline d SET next_at = n.due_at, next_step_id = n.step_id
  FROM (SELECT DISTINCT ON (o.id) o.id, r.due_at, r.step_id
          FROM reminders_deadline o
          LEFT JOIN reminders_reminder r ON r.deadline_id = o.id AND r.state = 'planned'
         WHERE o.id IN ({scope})
         ORDER BY o.id, r.due_at) n
 WHERE n.id = d.id AND (d.next_at, d.next_step_id) IS DISTINCT FROM (n.due_at, n.step_id)
"""


@transaction.atomic
def plan(scope: models.QuerySet, *, at: dt.datetime) -> int:
    """Plans the ladders of the deadlines in `scope`, from `at` on; returns how many reminders are new or moved.

    A step whose instant is already past is not planned: the page says so to the person."""
    inner, params = scope.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_CANCEL.format(scope=inner), [at, *params])
        cursor.execute(_INSERT.format(scope=inner), [SEND_AT, *params, LAST_USEFUL_FOR, at])
        planned = cursor.rowcount
    refresh_next(scope)
    return planned


def refresh_next(scope: models.QuerySet) -> None:
    """Writes again each deadline's next step, kept in its row so that lists and ticks need no join."""
    inner, params = scope.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_NEXT.format(scope=inner), params)
