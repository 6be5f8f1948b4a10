-- What organizations' systems are notified of (`facts.py`) and the calls to make (`calling.py`).

-- name: find
-- Write each new fact of the deadlines that organizations sent, whatever their number.
--
-- Inputs: oldest date, work text (kind of the task opened when nobody could be reached), at timestamptz.
-- Invariants: one call a subscription, imported deadline and event. Each kind of fact is sought by itself and narrow: a list of
-- all that could still happen to a hundred thousand imported deadlines, made each minute, was most of the work.
WITH sent AS (
  SELECT subscription.id AS subscription_id, imported.id AS imported_deadline_id, subscription.made_at,
         reminder.id AS reminder_id, reminder.recipient_id
  {{watched}}
    JOIN reminders_reminder reminder ON reminder.deadline_id = imported.deadline_id AND reminder.state = 'sent'
  {{not_told_delivered}}
), arrived AS (
  SELECT sent.subscription_id, sent.imported_deadline_id, sent.made_at,
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
  SELECT sent.subscription_id, sent.imported_deadline_id, sent.made_at, item.read_at
    FROM sent JOIN inbox_inboxitem item ON item.reminder_id = sent.reminder_id
), fact AS (
  SELECT subscription_id, imported_deadline_id, 'delivered' AS event, min(at) AS at FROM arrived
   WHERE at >= made_at GROUP BY subscription_id, imported_deadline_id
  UNION ALL
  SELECT subscription.id, imported.id, 'unreached', min(task.since)
  {{watched}}
    JOIN work_items_workitem task ON task.kind = %(work)s AND task.subject_type = 'deadlines.deadline'
     AND task.subject_id = imported.deadline_id AND task.since >= subscription.made_at
  {{not_told_unreached}}
   GROUP BY subscription.id, imported.id
  UNION ALL
  SELECT subscription.id, imported.id, 'done', deadline.closed_at
  {{watched}}
    JOIN deadlines_deadline deadline ON deadline.id = imported.deadline_id
  {{not_told_done}}
     AND deadline.state = 'done' AND deadline.closed_by_id IS NOT NULL AND deadline.closed_at >= subscription.made_at
)
INSERT INTO webhooks_webhookcall (id, subscription_id, imported_deadline_id, event, happened_at, state, since, not_before,
                                   attempts, claimed_until, answer, settled_at)
SELECT gen_random_uuid(), subscription_id, imported_deadline_id, event, at, 'ready', %(at)s, %(at)s, 0, NULL, '', NULL FROM fact
ON CONFLICT DO NOTHING

-- fragment: watched
-- Each subscription with the imported deadlines of its organization that are not too old.
FROM webhooks_subscription subscription
    JOIN imported_deadlines_importeddeadline imported
      ON imported.organization_id = subscription.organization_id AND imported.due_on >= %(oldest)s

-- fragment: not_told_delivered
WHERE subscription.revoked_at IS NULL AND 'delivered' = ANY (subscription.events)
     AND NOT EXISTS (SELECT 1 FROM webhooks_webhookcall known
                      WHERE known.subscription_id = subscription.id AND known.imported_deadline_id = imported.id
                        AND known.event = 'delivered')

-- fragment: not_told_unreached
WHERE subscription.revoked_at IS NULL AND 'unreached' = ANY (subscription.events)
     AND NOT EXISTS (SELECT 1 FROM webhooks_webhookcall known
                      WHERE known.subscription_id = subscription.id AND known.imported_deadline_id = imported.id
                        AND known.event = 'unreached')

-- fragment: not_told_done
WHERE subscription.revoked_at IS NULL AND 'done' = ANY (subscription.events)
     AND NOT EXISTS (SELECT 1 FROM webhooks_webhookcall known
                      WHERE known.subscription_id = subscription.id AND known.imported_deadline_id = imported.id
                        AND known.event = 'done')

-- name: claim
-- Claim calls to make: the oldest of each subscription, a few of each, so that one that answers slowly holds its own
-- calls only.
--
-- Inputs: at, quietest timestamptz (no quiet period ends later: a clock was ahead), subscriptions int (how many of them
-- in a turn), each int (calls of one), lease and longest interval.
-- Result: ids of the calls claimed.
-- Invariants: a claim that ends later than `longest` from now is void: it was made by a clock ahead. Leases are of the
-- database's own clock.
WITH asking AS (
  SELECT subscription.id FROM webhooks_subscription subscription
   WHERE subscription.revoked_at IS NULL
     AND (subscription.quiet_until IS NULL OR subscription.quiet_until <= %(at)s
          OR subscription.quiet_until > %(quietest)s)
     AND EXISTS (SELECT 1 FROM webhooks_webhookcall call
                  WHERE call.subscription_id = subscription.id AND call.state = 'ready' AND call.not_before <= %(at)s)
   ORDER BY random() LIMIT %(subscriptions)s
), chosen AS (
  SELECT oldest.id
    FROM asking
   CROSS JOIN LATERAL (
      SELECT call.id FROM webhooks_webhookcall call
       WHERE call.subscription_id = asking.id AND call.state = 'ready' AND call.not_before <= %(at)s
         AND (call.claimed_until IS NULL OR call.claimed_until < clock_timestamp()
              OR call.claimed_until > clock_timestamp() + %(longest)s)
       ORDER BY call.not_before LIMIT %(each)s FOR UPDATE SKIP LOCKED
   ) oldest
)
UPDATE webhooks_webhookcall call SET claimed_until = clock_timestamp() + %(lease)s, attempts = attempts + 1
  FROM chosen WHERE call.id = chosen.id
RETURNING call.id
