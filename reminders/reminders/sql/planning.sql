-- Planning in sets (`planning.py`): the rule of `ladder.py`, for one deadline or a million.

-- name: plan
-- Plan the ladders of some deadlines, from an instant on.
--
-- Places: scope (SELECT of the ids of deadlines). Inputs: at timestamptz, last interval (how long a last step after the
-- date is useful), while interval (how long a confirmation is), just interval (how late a confirmation may be planned).
-- Result: how many reminders are new or moved.
-- Invariants: planning again plans nothing. Rows that left (sent, missed) never change. Of the others, those that the
-- ladder no longer has are cancelled, those whose instant changed are moved, a date that comes back revives its
-- cancelled rows, and what is missing is added. `step_id` 0 stands for the reminder that the person asked for: equality
-- joins hash, IS NOT DISTINCT FROM does not. `present` is read whole before the first row is added: probing the table
-- itself would walk what this very statement adds, again and again, where the planner believes the table empty (a first
-- import of a million: minutes for seconds). The anti-join keeps "nothing new" cheap: plain ON CONFLICT pays, and burns
-- an identity value, for each row refused; it only settles a race between two plannings.
WITH deadlines AS (
  SELECT deadline.id, deadline.due_on, deadline.citizen_id, deadline.state, deadline.opened_at, deadline.closed_at,
         deadline.later_at, deadline.kind_id, kind.send_at, citizen.time_zone,
         CASE WHEN deadline.due_time IS NULL THEN (deadline.due_on + 1)::timestamp AT TIME ZONE citizen.time_zone
              ELSE (deadline.due_on + deadline.due_time) AT TIME ZONE {{place_zone}} END AS over_at,
         CASE WHEN 'letter' = ANY(kind.channels) AND EXISTS (
                   SELECT 1 FROM consents_consent consent
                    WHERE consent.citizen_id = deadline.citizen_id AND consent.purpose = 'reminders'
                      AND consent.channel = 'letter' AND consent.withdrawn_at IS NULL)
              THEN kind.post_days ELSE 0 END AS post_days
    FROM deadlines_deadline deadline
    JOIN kinds_deadlinekind kind ON kind.id = deadline.kind_id
    JOIN organizations_organization organization ON organization.id = kind.organization_id
    LEFT JOIN organizations_team team ON team.id = kind.team_id
    JOIN people_citizen citizen ON citizen.id = deadline.citizen_id
   WHERE deadline.id IN ({{scope}}) AND {{ladder_runs}}
), dated AS (
  SELECT deadlines.id, deadlines.due_on, deadlines.citizen_id, deadlines.later_at, deadlines.over_at,
         step.id AS step_id, step.offset_days,
         (deadlines.due_on + step.offset_days + deadlines.send_at) AT TIME ZONE deadlines.time_zone AS due_at,
         CASE WHEN deadlines.post_days > 0 AND step.offset_days <= 0
              THEN ({{post_day}} + deadlines.send_at) AT TIME ZONE deadlines.time_zone END AS post_at
    FROM deadlines
    JOIN kinds_reminderstep step ON step.kind_id = deadlines.kind_id
   WHERE deadlines.state = {{date_state}} AND step.moment = 'date' AND step.retired_at IS NULL
), followed AS (
  SELECT dated.*, lead(due_at) OVER (PARTITION BY id ORDER BY offset_days) AS following FROM dated
), ladder AS (
  SELECT id, due_on, citizen_id, step_id, due_at, due_at > %(at)s AS is_new, false AS is_moment,
         CASE WHEN offset_days <= 0 THEN least(following, over_at)
              ELSE coalesce(following, due_at + %(last)s) END AS useful_until, post_at
    FROM followed WHERE later_at IS NULL OR due_at >= later_at
  UNION ALL
  SELECT deadlines.id, deadlines.due_on, deadlines.citizen_id, 0, deadlines.later_at, deadlines.later_at > %(at)s,
         false,
         CASE WHEN deadlines.later_at < deadlines.over_at THEN least(next.following, deadlines.over_at)
              ELSE coalesce(next.following, deadlines.later_at + %(last)s) END, NULL
    FROM deadlines
    LEFT JOIN LATERAL (SELECT min(due_at) AS following FROM dated
                        WHERE dated.id = deadlines.id AND due_at >= deadlines.later_at) next ON true
   WHERE deadlines.state = {{date_state}} AND deadlines.later_at IS NOT NULL
  UNION ALL
  SELECT deadlines.id, deadlines.due_on, deadlines.citizen_id, step.id, moment.due_at,
         moment.due_at > %(at)s - %(just)s, true, moment.useful_until, NULL
    FROM deadlines
    JOIN kinds_reminderstep step ON step.kind_id = deadlines.kind_id AND step.retired_at IS NULL
   CROSS JOIN LATERAL (
      SELECT CASE step.moment WHEN 'opened' THEN deadlines.opened_at ELSE deadlines.closed_at END AS due_at,
             CASE step.moment WHEN 'opened' THEN least(deadlines.opened_at + %(while)s, deadlines.over_at)
                              ELSE deadlines.closed_at + %(while)s END AS useful_until) moment
   WHERE step.moment = {{moment_of_state}}
), wanted AS MATERIALIZED (
  SELECT * FROM ladder WHERE due_at < useful_until
), present AS MATERIALIZED (
  SELECT reminder.id, reminder.deadline_id, reminder.due_on, reminder.recipient_id,
         coalesce(reminder.step_id, 0) AS step_id, reminder.due_at, reminder.useful_until, reminder.post_at,
         reminder.state
    FROM reminders_reminder reminder WHERE reminder.deadline_id IN ({{scope}})
), gone AS (
  UPDATE reminders_reminder reminder SET state = 'cancelled', settled_at = %(at)s, why = 'act'
    FROM present
   WHERE reminder.id = present.id AND present.state = 'planned' AND reminder.state = 'planned'
     AND NOT EXISTS (SELECT 1 FROM wanted WHERE {{same}} AND present.due_on = wanted.due_on)
), moved AS (
  UPDATE reminders_reminder reminder
     SET state = 'planned', settled_at = NULL, why = '', due_at = wanted.due_at, useful_until = wanted.useful_until,
         post_at = wanted.post_at
    FROM present JOIN wanted ON {{same}} AND present.due_on = wanted.due_on
   WHERE reminder.id = present.id AND reminder.state = present.state
     AND (present.state = 'cancelled' AND wanted.is_new
          OR present.state = 'planned' AND (present.due_at, present.useful_until, present.post_at)
                                             IS DISTINCT FROM (wanted.due_at, wanted.useful_until, wanted.post_at))
  RETURNING 1
), added AS (
  INSERT INTO reminders_reminder (deadline_id, due_on, step_id, recipient_id, due_at, useful_until, post_at, state,
                                  why)
  SELECT wanted.id, wanted.due_on, nullif(wanted.step_id, 0), wanted.citizen_id, wanted.due_at, wanted.useful_until,
         wanted.post_at, 'planned', ''
    FROM wanted
   WHERE wanted.is_new AND NOT EXISTS (
         SELECT 1 FROM present
          WHERE {{same}}
            AND (present.due_on = wanted.due_on OR wanted.is_moment AND present.state IN ('sent', 'missed')))
  ON CONFLICT DO NOTHING
  RETURNING 1
)
SELECT (SELECT count(*) FROM moved) + (SELECT count(*) FROM added)

-- fragment: same
-- A row `present` is what is `wanted`: the same step of the same deadline for the same person.
present.deadline_id = wanted.id AND present.recipient_id = wanted.citizen_id AND present.step_id = wanted.step_id
           AND (wanted.step_id <> 0 OR present.due_at = wanted.due_at)

-- fragment: post_day
-- The day that has so many business days from itself to the step's (`ladder.business_days_before`); asked only of whom
-- wants letters. Three calendar days hold two business days at least, holidays in a row apart.
(
  SELECT before.day FROM generate_series(1, 3 * (deadlines.post_days + {{print_days}}) + 30) number,
         LATERAL (SELECT deadlines.due_on + step.offset_days - number AS day) before
   WHERE extract(isodow FROM before.day) < 6
     AND NOT EXISTS (SELECT 1 FROM holidays_holiday holiday WHERE holiday.day = before.day)
   ORDER BY before.day DESC LIMIT 1 OFFSET deadlines.post_days + {{print_days}} - 1)
