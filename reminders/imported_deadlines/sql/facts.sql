-- What organizations' systems are told of the deadlines that they sent (`facts.py`).

-- name: find
-- Find each new fact of the deadlines that organizations sent, whatever their number.
--
-- Inputs: oldest date, work text (kind of the task opened when nobody could be reached).
-- Result: subscription_id, subject_id (the imported deadline), reference, event, at.
-- Invariants: each kind of fact is sought by itself and narrow: a list of all that could still happen to a hundred thousand
-- imported deadlines, made each minute, was most of the work.
WITH sent AS (
  SELECT subscription.id AS subscription_id, imported.id AS subject_id, subscription.made_at,
         reminder.id AS reminder_id, reminder.recipient_id
  {{watched}}
    JOIN reminders_reminder reminder ON reminder.deadline_id = imported.deadline_id AND reminder.state = 'sent'
  {{not_told_delivered}}
), arrived AS (
  SELECT sent.subscription_id, sent.subject_id, sent.made_at,
         CASE delivery.channel WHEN 'letter' THEN batch.posted_at WHEN 'phone' THEN call.noted_at
              ELSE delivery.settled_at END AS at
    FROM sent
    JOIN deliveries_delivery delivery
      ON delivery.recipient_id = sent.recipient_id AND delivery.state = 'accepted'
     AND sent.reminder_id = ANY (delivery.reminder_ids)
    LEFT JOIN letters_letter letter ON letter.delivery_id = delivery.id AND letter.state = 'posted'
    LEFT JOIN printing_printbatch batch ON batch.id = letter.batch_id
    LEFT JOIN calls_call call ON call.delivery_id = delivery.id AND call.state = 'reached'
  UNION ALL
  SELECT sent.subscription_id, sent.subject_id, sent.made_at, item.read_at
    FROM sent JOIN inbox_inboxitem item ON item.reminder_id = sent.reminder_id
), fact AS (
  SELECT subscription_id, subject_id, 'deadline.delivered' AS event, min(at) AS at FROM arrived
   WHERE at >= made_at GROUP BY subscription_id, subject_id
  UNION ALL
  SELECT subscription.id, imported.id, 'deadline.unreached', min(task.since)
  {{watched}}
    JOIN work_items_workitem task ON task.kind = %(work)s AND task.subject_type = 'deadlines.deadline'
     AND task.subject_id = imported.deadline_id AND task.since >= subscription.made_at
  {{not_told_unreached}}
   GROUP BY subscription.id, imported.id
  UNION ALL
  SELECT subscription.id, imported.id, 'deadline.done', deadline.closed_at
  {{watched}}
    JOIN deadlines_deadline deadline ON deadline.id = imported.deadline_id
  {{not_told_done}}
     AND deadline.state = 'done' AND deadline.closed_by_id IS NOT NULL AND deadline.closed_at >= subscription.made_at
  UNION ALL
  SELECT subscription.id, imported.id, 'deadline.missed', deadline.closed_at
  {{watched}}
    JOIN deadlines_deadline deadline ON deadline.id = imported.deadline_id
  {{not_told_missed}}
     AND deadline.state = 'missed' AND deadline.closed_by_id IS NOT NULL AND deadline.closed_at >= subscription.made_at
)
SELECT fact.subscription_id, fact.subject_id, imported.reference, fact.event, fact.at
  FROM fact JOIN imported_deadlines_importeddeadline imported ON imported.id = fact.subject_id

-- fragment: watched
-- Each subscription with the imported deadlines of its organization that are not too old.
FROM webhooks_subscription subscription
    JOIN imported_deadlines_importeddeadline imported
      ON imported.organization_id = subscription.organization_id AND imported.due_on >= %(oldest)s

-- fragment: not_told_delivered
WHERE subscription.revoked_at IS NULL AND 'deadline.delivered' = ANY (subscription.events)
     AND NOT EXISTS (SELECT 1 FROM webhooks_webhookcall known
                      WHERE known.subscription_id = subscription.id AND known.subject_id = imported.id
                        AND known.event = 'deadline.delivered')

-- fragment: not_told_unreached
WHERE subscription.revoked_at IS NULL AND 'deadline.unreached' = ANY (subscription.events)
     AND NOT EXISTS (SELECT 1 FROM webhooks_webhookcall known
                      WHERE known.subscription_id = subscription.id AND known.subject_id = imported.id
                        AND known.event = 'deadline.unreached')

-- fragment: not_told_missed
WHERE subscription.revoked_at IS NULL AND 'deadline.missed' = ANY (subscription.events)
     AND NOT EXISTS (SELECT 1 FROM webhooks_webhookcall known
                      WHERE known.subscription_id = subscription.id AND known.subject_id = imported.id
                        AND known.event = 'deadline.missed')

-- fragment: not_told_done
WHERE subscription.revoked_at IS NULL AND 'deadline.done' = ANY (subscription.events)
     AND NOT EXISTS (SELECT 1 FROM webhooks_webhookcall known
                      WHERE known.subscription_id = subscription.id AND known.subject_id = imported.id
                        AND known.event = 'deadline.done')
