-- Which reminders are about to leave and are to be asked about (`asking.py`).

-- name: watch
-- Say, for each kind of the organizations that are asked, that somebody asks; return how many kinds are watched.
--
-- Inputs: at timestamptz, organizations uuid[], ahead interval.
-- Invariants: written once every half of `ahead`, not at each sweep; a kind whose organization is no longer asked waits for
-- nobody from now on.
WITH renewed AS (
  UPDATE kinds_deadlinekind kind SET asked_until = %(at)s + %(ahead)s
   WHERE kind.organization_id = ANY (%(organizations)s::uuid[]) AND kind.state = 'published'
     AND (kind.asked_until IS NULL OR kind.asked_until < %(at)s + %(ahead)s / 2 OR kind.asked_until > %(at)s + %(ahead)s)
), ended AS (
  UPDATE kinds_deadlinekind kind SET asked_until = NULL
   WHERE kind.asked_until IS NOT NULL AND kind.organization_id <> ALL (%(organizations)s::uuid[])
)
SELECT cardinality(%(organizations)s::uuid[])

-- fragment: about_to_leave
-- The planned reminders of watched kinds that leave within `soon`, and that no answer serves. By shard and instant: the
-- order of the index of what is planned.
SELECT reminder.id, reminder.deadline_id, kind.organization_id
  FROM generate_series(0, {{last_shard}}) shard(number)
  JOIN reminders_reminder reminder
    ON reminder.state = 'planned' AND (uuid_hash(reminder.recipient_id) & {{last_shard}}) = shard.number
   AND (reminder.due_at <= %(soon)s OR reminder.post_at <= %(soon)s)
  JOIN deadlines_deadline deadline ON deadline.id = reminder.deadline_id
  JOIN kinds_deadlinekind kind ON kind.id = deadline.kind_id AND kind.asked_until IS NOT NULL
  LEFT JOIN kinds_reminderstep step ON step.id = reminder.step_id
 WHERE coalesce(step.moment, 'date') = 'date' AND (reminder.asked_at IS NULL OR reminder.asked_at < %(stale)s)

-- name: pass_unknown
-- Let go at once those that the organization did not send: it has no reference by which to answer.
--
-- Inputs: at, soon, stale timestamptz.
UPDATE reminders_reminder reminder SET asked_at = %(at)s
  FROM ({{about_to_leave}}) leaving
 WHERE reminder.id = leaving.id AND reminder.state = 'planned'
   AND NOT EXISTS (SELECT 1 FROM imported_deadlines_importeddeadline imported
                    WHERE imported.deadline_id = leaving.deadline_id AND imported.citizen_id IS NOT NULL)

-- name: find
-- Find the references to ask about, the same number at most of each organization.
--
-- Inputs: soon, stale timestamptz, most int.
-- Result: (organization_id, reference, ids of its reminders).
WITH leaving AS MATERIALIZED ({{about_to_leave}}),
referred AS (
  SELECT leaving.organization_id, imported.reference, array_agg(leaving.id) AS reminders
    FROM leaving
    JOIN imported_deadlines_importeddeadline imported
      ON imported.deadline_id = leaving.deadline_id AND imported.organization_id = leaving.organization_id
   GROUP BY 1, 2
), numbered AS (
  SELECT referred.*, row_number() OVER (PARTITION BY organization_id ORDER BY reference) AS number FROM referred
)
SELECT organization_id, reference, reminders FROM numbered WHERE number <= %(most)s

-- name: note
-- Write when reminders were asked about. Inputs: at timestamptz, reminders bigint[].
UPDATE reminders_reminder reminder SET asked_at = %(at)s
 WHERE reminder.id = ANY (%(reminders)s::bigint[]) AND reminder.state = 'planned'
