-- The calls to organizations' systems: written for each new fact (`sources.py`), claimed to be made (`calling.py`).

-- name: write
-- Write a call for each new fact of a source.
--
-- Inputs: at timestamptz, subject_type text, and those of the facts. `facts` is the source's SELECT: subscription_id,
-- subject_id, reference, event, at.
-- Invariants: one call a subscription, subject and event.
INSERT INTO webhooks_webhookcall (id, subscription_id, subject_type, subject_id, reference, event, happened_at, state, since,
                                  not_before, attempts, claimed_until, answer, settled_at)
SELECT gen_random_uuid(), fact.subscription_id, %(subject_type)s, fact.subject_id, fact.reference, fact.event, fact.at, 'ready',
       %(at)s, %(at)s, 0, NULL, '', NULL
  FROM ({{facts}}) fact
ON CONFLICT DO NOTHING

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
