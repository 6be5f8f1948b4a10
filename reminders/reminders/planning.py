"""Planning in sets: the rule of `ladder.py` in SQL, in one statement for one deadline or a million.

Idempotent. Rows that left (sent, missed) never change. Of the others, those that the ladder no longer has are
cancelled, those whose instant changed are moved, a date that comes back revives its cancelled rows, and what is
missing is added. The anti-join keeps "nothing new" cheap (PERFORMANCE: plain ON CONFLICT pays and burns an identity
value for each row refused); ON CONFLICT only settles a race between two plannings.
"""

import datetime as dt
from typing import Any

from django.db import DataError, IntegrityError, connection, models, transaction

from portal.isolation.actions import run_apart
from reminders.reminders.ladder import LAST_USEFUL_FOR, MOMENT_PLANNED_FOR, MOMENT_USEFUL_FOR, PRINT_DAYS
from reminders.reminders.wanted import STATEMENTS as WANTED
from reminders.reminders.wanted import ladder_runs

WORK = "reminders.plan"
"""Its name among what may fail for one person (`portal.isolation`)."""

PLACE_ZONE = "coalesce(nullif(d.time_zone, ''), nullif(t.time_zone, ''), o.time_zone)"
"""Where an appointment's hour is (`reminders.places` says the same): `d` the deadline, `t` its kind's team, if any, `o`
its organization."""

# The day that has so many business days from itself to the step's (`ladder.business_days_before`); asked only of whom
# wants letters. Three calendar days hold two business days at least, holidays in a row apart.
_POST_DAY = f"""(
  SELECT b.day FROM generate_series(1, 3 * (m.post_days + {PRINT_DAYS}) + 30) n,
         LATERAL (SELECT m.due_on + s.offset_days - n AS day) b
   WHERE extract(isodow FROM b.day) < 6 AND NOT EXISTS (SELECT 1 FROM reminders_holiday h WHERE h.day = b.day)
   ORDER BY b.day DESC LIMIT 1 OFFSET m.post_days + {PRINT_DAYS} - 1)"""

_DATE_STATE = WANTED.compose("state_of_moment", moment="'date'")  # folded to a constant when it is planned

# `step_id` 0 stands for the reminder that the person asked for: equality joins hash, IS NOT DISTINCT FROM does not.
_LADDER = f"""
WITH mine AS (
  SELECT d.id, d.due_on, d.citizen_id, d.state, d.opened_at, d.closed_at, d.later_at, d.kind_id, k.send_at, c.time_zone,
         CASE WHEN d.due_time IS NULL THEN (d.due_on + 1)::timestamp AT TIME ZONE c.time_zone
              ELSE (d.due_on + d.due_time) AT TIME ZONE {PLACE_ZONE} END AS over_at,
         CASE WHEN 'letter' = ANY(k.channels) AND EXISTS (
                   SELECT 1 FROM portal_consent a WHERE a.citizen_id = d.citizen_id AND a.purpose = 'reminders'
                      AND a.channel = 'letter' AND a.withdrawn_at IS NULL) THEN k.post_days ELSE 0 END AS post_days
    FROM reminders_deadline d
    JOIN reminders_deadlinekind k ON k.id = d.kind_id
    JOIN portal_organization o ON o.id = k.organization_id
    LEFT JOIN portal_team t ON t.id = k.team_id
    JOIN portal_citizen c ON c.id = d.citizen_id
   WHERE d.id IN ({{scope}}) AND {ladder_runs(deadline="d", kind="k")}
), dated AS (
  SELECT m.id, m.due_on, m.citizen_id, m.later_at, m.over_at, s.id AS step_id, s.offset_days,
         (m.due_on + s.offset_days + m.send_at) AT TIME ZONE m.time_zone AS due_at,
         CASE WHEN m.post_days > 0 AND s.offset_days <= 0
              THEN ({_POST_DAY} + m.send_at) AT TIME ZONE m.time_zone END AS post_at
    FROM mine m JOIN reminders_reminderstep s ON s.kind_id = m.kind_id
   WHERE m.state = {_DATE_STATE} AND s.moment = 'date' AND s.retired_at IS NULL
), rung AS (
  SELECT *, lead(due_at) OVER (PARTITION BY id ORDER BY offset_days) AS following FROM dated
), ladder AS (
  SELECT id, due_on, citizen_id, step_id, due_at, due_at > %(at)s AS is_new, false AS is_moment,
         CASE WHEN offset_days <= 0 THEN least(following, over_at)
              ELSE coalesce(following, due_at + %(last)s) END AS useful_until, post_at
    FROM rung WHERE later_at IS NULL OR due_at >= later_at
  UNION ALL
  SELECT m.id, m.due_on, m.citizen_id, 0, m.later_at, m.later_at > %(at)s, false,
         CASE WHEN m.later_at < m.over_at THEN least(n.following, m.over_at)
              ELSE coalesce(n.following, m.later_at + %(last)s) END, NULL
    FROM mine m
    LEFT JOIN LATERAL (SELECT min(due_at) AS following FROM dated
                        WHERE dated.id = m.id AND due_at >= m.later_at) n ON true
   WHERE m.state = {_DATE_STATE} AND m.later_at IS NOT NULL
  UNION ALL
  SELECT m.id, m.due_on, m.citizen_id, s.id, w.due_at, w.due_at > %(at)s - %(just)s, true, w.useful_until,
         NULL
    FROM mine m
    JOIN reminders_reminderstep s ON s.kind_id = m.kind_id AND s.retired_at IS NULL
    CROSS JOIN LATERAL (
      SELECT CASE s.moment WHEN 'opened' THEN m.opened_at ELSE m.closed_at END AS due_at,
             CASE s.moment WHEN 'opened' THEN least(m.opened_at + %(while)s, m.over_at)
                           ELSE m.closed_at + %(while)s END AS useful_until) w
   WHERE s.moment = {WANTED.compose("moment_of_state", state="m.state")}
), wanted AS MATERIALIZED (
  SELECT * FROM ladder WHERE due_at < useful_until
)"""

# ruff: noqa: S608 (`scope` is a queryset that Django composed; values travel as parameters)
# `have` is read whole before the first row is added: probing the table itself would walk what this very statement adds,
# again and again, where the planner believes the table empty (a first import of a million: minutes for seconds).
_SAME = """h.deadline_id = w.id AND h.recipient_id = w.citizen_id AND h.step_id = w.step_id
           AND (w.step_id <> 0 OR h.due_at = w.due_at)"""

_PLAN = f"""{_LADDER}, have AS MATERIALIZED (
  SELECT r.id, r.deadline_id, r.due_on, r.recipient_id, coalesce(r.step_id, 0) AS step_id, r.due_at, r.useful_until,
         r.post_at, r.state
    FROM reminders_reminder r WHERE r.deadline_id IN ({{scope}})
), gone AS (
  UPDATE reminders_reminder r SET state = 'cancelled', settled_at = %(at)s, why = 'act'
    FROM have h
   WHERE r.id = h.id AND h.state = 'planned' AND r.state = 'planned'
     AND NOT EXISTS (SELECT 1 FROM wanted w WHERE {_SAME} AND h.due_on = w.due_on)
), moved AS (
  UPDATE reminders_reminder r
     SET state = 'planned', settled_at = NULL, why = '', due_at = w.due_at, useful_until = w.useful_until,
         post_at = w.post_at
    FROM have h JOIN wanted w ON {_SAME} AND h.due_on = w.due_on
   WHERE r.id = h.id AND r.state = h.state
     AND (h.state = 'cancelled' AND w.is_new
          OR h.state = 'planned' AND (h.due_at, h.useful_until, h.post_at)
                                       IS DISTINCT FROM (w.due_at, w.useful_until, w.post_at))
  RETURNING 1
), added AS (
  INSERT INTO reminders_reminder (deadline_id, due_on, step_id, recipient_id, due_at, useful_until, post_at, state,
                                  why)
  SELECT w.id, w.due_on, nullif(w.step_id, 0), w.citizen_id, w.due_at, w.useful_until, w.post_at, 'planned', ''
    FROM wanted w
   WHERE w.is_new AND NOT EXISTS (
         SELECT 1 FROM have h
          WHERE {_SAME} AND (h.due_on = w.due_on OR w.is_moment AND h.state IN ('sent', 'missed')))
  ON CONFLICT DO NOTHING
  RETURNING 1
)
SELECT (SELECT count(*) FROM moved) + (SELECT count(*) FROM added)
"""


@transaction.atomic
def plan(scope: models.QuerySet, *, at: dt.datetime) -> int:
    """Plans the ladders of the deadlines in `scope`, from `at` on; returns how many reminders are new or moved.

    A step whose instant is already past is not planned: the page says so to the person. Somebody whose row the database
    refuses is set aside, and the others are planned."""
    try:
        return plan_whole(scope, at=at)
    except (DataError, IntegrityError):
        people = list(scope.order_by().values_list("citizen_id", flat=True).distinct())
        return run_apart(
            work=WORK, people=people, run=lambda some: plan_whole(scope.filter(citizen_id__in=some), at=at)
        )


@transaction.atomic
def plan_whole(scope: models.QuerySet, *, at: dt.datetime) -> int:
    """The same for all of `scope` or for nobody. Raises what the database says."""
    inner, params = scope.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        chosen = connection.ops.compose_sql(inner, params).replace("%", "%%")
        cursor.execute(_PLAN.format(scope=chosen), _durations(at))
        return cursor.fetchone()[0]


def _durations(at: dt.datetime) -> dict[str, Any]:
    return {"at": at, "last": LAST_USEFUL_FOR, "while": MOMENT_USEFUL_FOR, "just": MOMENT_PLANNED_FOR}
