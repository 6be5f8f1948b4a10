-- The statements of the sweep (`sweep.py`), each for many rows at once.

-- name: next_channel
-- Write the first attempt through the next channel for the message of each of some failed attempts: consented, allowed
-- by every kind that it carries, with a contact point in use, and not tried for this message yet.
--
-- Inputs: ids uuid[] (failed attempts), at timestamptz.
-- Result: (recipient, group, new attempt).
-- Invariants: one attempt a message. One whose hours open only once the message is useless fails at once, and the sweep
-- goes on to the one after. `person`: hours are computed for nobody else, whose row could be one that the database
-- refuses.
WITH failed AS MATERIALIZED (
  SELECT DISTINCT ON (delivery.recipient_id, delivery."group") delivery.*
    FROM deliveries_delivery delivery WHERE delivery.id = ANY(%(ids)s::uuid[])
   ORDER BY delivery.recipient_id, delivery."group", delivery.settled_at DESC
), person AS MATERIALIZED (
  SELECT * FROM people_citizen WHERE id IN (SELECT recipient_id FROM failed)
), free AS (
  SELECT DISTINCT ON (failed.id) failed.id, failed.recipient_id, failed."group", failed.purpose, failed.reminder_ids,
         failed.notice_ids, failed.organization_id, failed.team_id, failed.also_organization_ids, failed.also_team_ids,
         way.channel, way.opens_at
    FROM failed
    JOIN person citizen ON citizen.id = failed.recipient_id
    LEFT JOIN preferences_quiethours quiet_hours ON quiet_hours.citizen_id = citizen.id
    CROSS JOIN LATERAL (VALUES {{ways}}) AS way(rank, channel, address, opens_at)
   WHERE way.address <> ''
     AND {{consented}}
     AND NOT {{suspended}}
     AND NOT EXISTS (SELECT 1 FROM deliveries_delivery tried
                      WHERE tried.recipient_id = failed.recipient_id AND tried.channel = way.channel
                        AND tried."group" = failed."group")
     AND NOT EXISTS (SELECT 1 FROM unnest(failed.reminder_ids) AS carried(id)
                       JOIN reminders_reminder reminder ON reminder.id = carried.id
                       JOIN deadlines_deadline deadline ON deadline.id = reminder.deadline_id
                       JOIN kinds_deadlinekind kind ON kind.id = deadline.kind_id
                      WHERE way.channel <> ALL(kind.channels))
   ORDER BY failed.id, way.rank
)
INSERT INTO deliveries_delivery (id, recipient_id, channel, purpose, "group", attempt, state, since, not_before,
                                reminder_ids, notice_ids, organization_id, team_id, also_organization_ids,
                                also_team_ids, reference, code, created_at, settled_at)
SELECT md5(recipient_id::text || ':' || channel || ':' || "group")::uuid, recipient_id, channel, purpose, "group", 1,
       CASE WHEN useful.is_late THEN 'failed' ELSE 'ready' END, %(at)s, opens_at, reminder_ids, notice_ids,
       organization_id, team_id, also_organization_ids, also_team_ids, '',
       CASE WHEN useful.is_late THEN 'hours' ELSE '' END, %(at)s, CASE WHEN useful.is_late THEN %(at)s END
  FROM free
 CROSS JOIN LATERAL (SELECT (opens_at >= max(reminder.useful_until)) IS TRUE AS is_late
                       FROM reminders_reminder reminder WHERE reminder.id = ANY(reminder_ids)) useful
ON CONFLICT DO NOTHING
RETURNING recipient_id, "group", id

-- name: settle
-- Settle the dead letters that need nobody any more.
--
-- Inputs: at timestamptz.
-- Invariants: reached: another attempt of the same message was accepted (after it, for a text of unknown outcome), or
-- the person read it in their inbox. Closed: nothing that it carried is to be done any more.
WITH open AS (
  SELECT letter.id, letter.since, failed.id AS failed, failed.state, failed.recipient_id, failed."group",
         coalesce(failed.notice_ids, '{}') AS notice_ids,
         coalesce(failed.reminder_ids, ARRAY[letter.reminder_id]) AS reminder_ids
    FROM fallback_deadletter letter
    LEFT JOIN deliveries_delivery failed ON failed.id = letter.delivery_id
   WHERE letter.settled_at IS NULL
), outcome AS (
  SELECT open.id,
         EXISTS (SELECT 1 FROM deliveries_delivery delivery
                  WHERE delivery.recipient_id = open.recipient_id AND delivery."group" = open."group"
                    AND delivery.state = 'accepted'
                    AND (open.state <> 'uncertain' OR delivery.settled_at >= open.since))
         OR EXISTS (SELECT 1 FROM inbox_inboxitem item
                     WHERE item.read_at IS NOT NULL AND (item.reminder_id = ANY(open.reminder_ids)
                                                         OR item.notice_id = ANY(open.notice_ids))) AS reached,
         cardinality(open.notice_ids) = 0
         AND NOT EXISTS (SELECT 1 FROM reminders_reminder reminder
                           JOIN deadlines_deadline deadline ON deadline.id = reminder.deadline_id
                          WHERE reminder.id = ANY(open.reminder_ids)
                            AND deadline.state IN ('open', 'missed')) AS closed
    FROM open
)
UPDATE fallback_deadletter letter
   SET settled_at = %(at)s, outcome = CASE WHEN outcome.reached THEN 'reached' ELSE 'closed' END
  FROM outcome WHERE outcome.id = letter.id AND (outcome.reached OR outcome.closed)

-- name: finish_work
-- Finish the work items of deadlines that nobody could be told of: the deadline is closed, or something of it reached
-- the person since.
--
-- Inputs: at timestamptz, kind text (of the work items).
UPDATE work_items_workitem item SET done_at = %(at)s
  FROM deadlines_deadline deadline
 WHERE item.kind = %(kind)s AND item.subject_type = 'deadlines.deadline' AND item.done_at IS NULL
   AND deadline.id = item.subject_id
   AND (deadline.state <> 'open'
        OR EXISTS (SELECT 1 FROM deliveries_delivery delivery
                    WHERE delivery.recipient_id = deadline.citizen_id AND delivery.state = 'accepted'
                      AND delivery.settled_at >= item.since
                      AND delivery.reminder_ids && ARRAY(
                          SELECT reminder.id FROM reminders_reminder reminder
                           WHERE reminder.deadline_id = deadline.id))
        OR EXISTS (SELECT 1 FROM inbox_inboxitem read
                     JOIN reminders_reminder reminder ON reminder.id = read.reminder_id
                    WHERE reminder.deadline_id = deadline.id AND read.read_at >= item.since))
