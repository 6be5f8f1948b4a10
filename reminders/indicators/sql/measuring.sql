-- What became of each deadline that fell due (`measuring.py`).

-- name: measure
-- Write the outcome of each deadline due between two days, of some shards of the people.
--
-- Inputs: start and end date, at timestamptz, shards int[], people uuid[] or null (all), digital text[] (the channels
-- counted as digital), whole bool (all of them, and not only those that changed).
-- Result: as many rows as outcomes are new or changed.
-- Invariants: a channel counts when it arrived before the end of the due day in the person's zone: an e-mail or a text
-- once accepted and not returned, an item of the inbox once read, a letter once posted, a call once answered. The wait
-- runs to the acceptance; in the inbox, until the item was put there.
WITH scope AS (
  SELECT deadline.id, deadline.citizen_id, deadline.kind_id, kind.organization_id, deadline.due_on, deadline.state,
         deadline.opened_at, deadline.closed_at, deadline.paused_at,
         (deadline.due_on + 1)::timestamp AT TIME ZONE citizen.time_zone AS day_end,
         deadline.due_on::timestamp AT TIME ZONE citizen.time_zone AS day_start,
         citizen.birth_date,
         substring(upper(citizen.postal_address) from '([A-Z])[0-9][A-Z] ?[0-9][A-Z][0-9]') AS postal_letter
    FROM deadlines_deadline deadline
    JOIN kinds_deadlinekind kind ON kind.id = deadline.kind_id
    JOIN people_citizen citizen ON citizen.id = deadline.citizen_id
   WHERE {{due_in_shards}}
     AND (%(people)s::uuid[] IS NULL OR deadline.citizen_id = ANY (%(people)s::uuid[]))
     AND (%(whole)s OR {{changed}})
), sent AS (
  SELECT reminder.id, scope.id AS deadline_id, scope.day_end, reminder.recipient_id, reminder.due_at
    FROM scope
    JOIN reminders_reminder reminder
      ON reminder.deadline_id = scope.id AND reminder.due_on = scope.due_on AND reminder.state = 'sent'
), carried AS (
  SELECT sent.deadline_id, sent.day_end, sent.due_at, delivery.channel,
         CASE delivery.channel WHEN 'letter' THEN batch.posted_at WHEN 'phone' THEN call.noted_at
              ELSE delivery.settled_at END AS at,
         NULL::timestamptz AS left_at
    FROM sent
    JOIN deliveries_delivery delivery
      ON delivery.recipient_id = sent.recipient_id AND sent.id = ANY (delivery.reminder_ids)
    LEFT JOIN letters_letter letter ON letter.delivery_id = delivery.id AND letter.state = 'posted'
    LEFT JOIN printing_printbatch batch ON batch.id = letter.batch_id
    LEFT JOIN calls_call call ON call.delivery_id = delivery.id AND call.state = 'reached'
   WHERE delivery.state = 'accepted'
  UNION ALL
  SELECT sent.deadline_id, sent.day_end, sent.due_at, 'inbox', item.read_at, item.created_at
    FROM sent JOIN inbox_inboxitem item ON item.reminder_id = sent.id
), arrived AS (
  SELECT carried.deadline_id,
         min(at) FILTER (WHERE {{digital_in_time}}) AS digital_at,
         (array_agg(channel ORDER BY at) FILTER (WHERE {{digital_in_time}}))[1] AS digital_by,
         (array_agg(coalesce(left_at, at) - due_at ORDER BY at) FILTER (WHERE {{digital_in_time}}))[1] AS digital_wait,
         min(at) FILTER (WHERE {{otherwise_in_time}}) AS other_at,
         (array_agg(channel ORDER BY at) FILTER (WHERE {{otherwise_in_time}}))[1] AS other_by,
         (array_agg(at - due_at ORDER BY at) FILTER (WHERE {{otherwise_in_time}}))[1] AS other_wait,
         min(at) FILTER (WHERE at >= day_end) AS late_at
    FROM carried WHERE carried.at IS NOT NULL GROUP BY carried.deadline_id
), asked AS (
  SELECT DISTINCT scope.id
    FROM scope
    JOIN consents_consent consent ON consent.citizen_id = scope.citizen_id AND consent.purpose = 'reminders'
   WHERE consent.given_at < scope.day_end
     AND (consent.withdrawn_at IS NULL OR consent.withdrawn_at >= scope.day_start)
), outcome AS (
  SELECT scope.id, scope.organization_id, scope.kind_id, scope.due_on,
         CASE WHEN scope.state = 'cancelled' AND scope.closed_at < scope.day_end THEN 'set_aside'
              WHEN scope.opened_at >= scope.day_start THEN 'added_late' ELSE '' END AS excluded,
         CASE WHEN arrived.digital_at IS NOT NULL THEN 'digital'
              WHEN arrived.other_at IS NOT NULL OR scope.paused_at < scope.day_end THEN 'otherwise'
              WHEN asked.id IS NOT NULL THEN 'unreached' ELSE 'not_asked' END AS reach,
         coalesce(arrived.digital_by, arrived.other_by,
                  CASE WHEN scope.paused_at < scope.day_end THEN 'phone' END, '') AS channel,
         coalesce(arrived.digital_at, arrived.other_at,
                  CASE WHEN scope.paused_at < scope.day_end THEN scope.paused_at END) AS reminded_at,
         CASE WHEN arrived.digital_at IS NOT NULL THEN greatest(arrived.digital_wait, interval '0')
              WHEN arrived.other_at IS NOT NULL THEN greatest(arrived.other_wait, interval '0') END AS waited,
         CASE WHEN scope.state <> 'done' THEN 'not_known' WHEN scope.closed_at < scope.day_end THEN 'in_time'
              WHEN arrived.late_at < scope.closed_at THEN 'after_reminder' ELSE 'late' END AS act,
         CASE WHEN scope.birth_date IS NULL THEN ''
              ELSE (ARRAY['0-17', '18-29', '30-44', '45-64', '65-74', '75+'])[
                width_bucket(extract(year FROM age(scope.due_on, scope.birth_date)), ARRAY[18, 30, 45, 65, 75]) + 1]
         END AS age,
         CASE WHEN scope.postal_letter IS NULL THEN ''
              WHEN scope.postal_letter IN ('G', 'H', 'J') THEN scope.postal_letter ELSE 'other' END AS region
    FROM scope LEFT JOIN arrived ON arrived.deadline_id = scope.id LEFT JOIN asked ON asked.id = scope.id
)
INSERT INTO indicators_outcome AS known (deadline_id, organization_id, kind_id, due_on, excluded, reach, channel,
                                        reminded_at, waited, act, age, region, measured_at)
SELECT *, %(at)s FROM outcome
ON CONFLICT (deadline_id) DO UPDATE
   SET organization_id = excluded.organization_id, due_on = excluded.due_on, excluded = excluded.excluded,
       reach = excluded.reach, channel = excluded.channel, reminded_at = excluded.reminded_at, waited = excluded.waited,
       act = excluded.act, age = excluded.age, region = excluded.region, measured_at = excluded.measured_at
 WHERE (known.due_on, known.excluded, known.reach, known.channel, known.reminded_at, known.waited, known.act, known.age,
        known.region)
       IS DISTINCT FROM (excluded.due_on, excluded.excluded, excluded.reach, excluded.channel, excluded.reminded_at,
                         excluded.waited, excluded.act, excluded.age, excluded.region)

-- name: people
-- List the people with a deadline due between two days, of some shards.
--
-- Inputs: start and end date, shards int[].
SELECT DISTINCT deadline.citizen_id FROM deadlines_deadline deadline WHERE {{due_in_shards}}

-- name: forget_moved
-- Forget the outcome of each date that was moved after it was measured: it is measured again at its new day, and counts
-- nowhere until then.
--
-- Inputs: start and end date of the outcomes; latest date, the last day that is measured.
DELETE FROM indicators_outcome outcome USING deadlines_deadline deadline
 WHERE outcome.due_on BETWEEN %(start)s AND %(end)s
   AND deadline.id = outcome.deadline_id AND deadline.due_on <> outcome.due_on AND deadline.due_on > %(latest)s

-- name: days
-- List the days on which a deadline fell due, or on which one was measured.
--
-- Inputs: start and end date.
-- Result: one day a row, in order: two probes of an index a day, whatever the number of deadlines.
SELECT day::date FROM generate_series(%(start)s::date, %(end)s::date, interval '1 day') day
 WHERE EXISTS (SELECT 1 FROM deadlines_deadline deadline WHERE deadline.due_on = day::date)
    OR EXISTS (SELECT 1 FROM indicators_outcome outcome WHERE outcome.due_on = day::date)
 ORDER BY day

-- fragment: changed
-- What became of `deadline` may not be what was measured. Once its day is over, what was accepted, read or agreed to
-- before the end of that day is known: what changes later is its own state, and an e-mail that comes back, which is a
-- dead letter. An hour more: an act may be committed after a measure that began later.
(NOT EXISTS (
   SELECT 1 FROM indicators_outcome known
    WHERE known.deadline_id = deadline.id AND known.due_on = deadline.due_on
      AND (known.act <> 'not_known') = (deadline.state = 'done')
      AND (known.excluded <> 'set_aside' OR deadline.state = 'cancelled')
      AND (deadline.closed_at < known.measured_at - interval '1 hour') IS NOT FALSE
      AND (deadline.paused_at < known.measured_at - interval '1 hour') IS NOT FALSE)
 OR deadline.id IN (
   SELECT reminder.deadline_id
     FROM fallback_deadletter letter
     JOIN deliveries_delivery returned ON returned.id = letter.delivery_id AND returned.state = 'bounced'
     JOIN reminders_reminder reminder ON reminder.id = ANY (returned.reminder_ids)
    WHERE letter.since > %(at)s - interval '8 days'))

-- fragment: due_in_shards
deadline.due_on BETWEEN %(start)s AND %(end)s
     AND (uuid_hash(deadline.citizen_id) & {{last_shard}}) = ANY (%(shards)s::int[])

-- fragment: digital_in_time
channel = ANY (%(digital)s::text[]) AND at < day_end

-- fragment: otherwise_in_time
channel <> ALL (%(digital)s::text[]) AND at < day_end
