-- The statements of a sender (`claims.py`), each for many deliveries at once. Leases use the database's clock: one for
-- all, never moved by a demonstration.

-- fragment: lease
interval '45 seconds'

-- fragment: zone_to_name
-- The place's zone of an appointment whose hour is another on the person's clock, else ''. Over `deadline`, `kind`;
-- asked only for the few that have an hour.
CASE WHEN deadline.due_time IS NULL THEN '' ELSE (
     SELECT CASE WHEN (deadline.due_on + deadline.due_time) AT TIME ZONE {{place_zone}}
                    = (deadline.due_on + deadline.due_time) AT TIME ZONE citizen.time_zone
                 THEN '' ELSE {{place_zone}} END
       FROM people_citizen citizen
       JOIN organizations_organization organization ON organization.id = kind.organization_id
       LEFT JOIN organizations_team team ON team.id = kind.team_id
      WHERE citizen.id = deadline.citizen_id) END

-- fragment: wanted_reminders
-- Of one delivery (`batch`): its reminders still worth telling at %(at)s, those whose kind is stopped (`held`), and what
-- its text depends on (`reminder_refs`, read by `outgoing.reminder_refs`). `wanted.is_still_true` is the same in Python, and
-- tests/reminders/deliveries/test_two_readings.py holds both together.
SELECT coalesce(array_agg(reminder.id ORDER BY reminder.due_at, reminder.id)
                FILTER (WHERE kind.stopped_at IS NULL), '{}') AS ids,
       string_agg(concat_ws('|', kind.id, coalesce(reminder.step_id::text, ''), reminder.due_on,
                            coalesce(deadline.due_time::text, ''), {{zone_to_name}}), ','
                  ORDER BY reminder.due_at, reminder.id) FILTER (WHERE kind.stopped_at IS NULL) AS reminder_refs,
       coalesce(array_agg(reminder.id ORDER BY reminder.due_at, reminder.id)
                FILTER (WHERE kind.stopped_at IS NOT NULL), '{}') AS held,
       max(reminder.useful_until) AS useful_until, count(*) AS many
  FROM unnest(batch.reminder_ids) AS carried(id)
  JOIN reminders_reminder reminder ON reminder.id = carried.id
  JOIN deadlines_deadline deadline ON deadline.id = reminder.deadline_id
  JOIN kinds_deadlinekind kind ON kind.id = deadline.kind_id
  LEFT JOIN kinds_reminderstep step ON step.id = reminder.step_id
 WHERE {{stands}}
   AND reminder.useful_until > %(at)s
   AND (deadline.later_at IS NULL OR deadline.later_at <= %(at)s OR reminder.step_id IS NULL)
   AND %(channel)s = ANY(kind.channels)

-- fragment: wanted_notices
-- How many notices of one delivery (`batch`) are still worth telling: a finding, as long as its person wants advice and
-- keeps the answers that it rests on. `carried.py` says the same in Python.
SELECT count(*) AS many
  FROM unnest(batch.notice_ids) AS carried(id)
  JOIN notices_notice notice ON notice.id = carried.id
 WHERE notice.kind <> 'finding'
    OR EXISTS (SELECT 1 FROM consents_consent consent
                WHERE consent.citizen_id = batch.recipient_id AND consent.purpose = 'advice'
                  AND consent.withdrawn_at IS NULL)
   AND EXISTS (SELECT 1 FROM situations_situation situation
                WHERE situation.id = notice.subject_id AND situation.citizen_id = batch.recipient_id)

-- fragment: judged
-- Why each delivery of `batch` must not leave (`why`), or not now, and what it would say: read when it is claimed,
-- and again when its attempt is committed. `carried.py` says the same in Python.
--
-- What was claimed comes along (`…_claimed`, of the second reading): found again by a join of two sets that the planner
-- believes small, each would be compared with each. OFFSET 0: the address, its hours and the person are asked once.
  SELECT batch.id, batch.reminder_ids AS carried_ids, batch.address_claimed, batch.refs_claimed, citizen.language,
         contact.address, wanted.ids, wanted.held,
         coalesce(wanted.reminder_refs, '') AS reminder_refs, wanted.useful_until, contact.opens,
         CASE WHEN contact.unserved <> '' THEN contact.unserved
              WHEN NOT {{consented}} THEN 'consent'
              WHEN contact.address IS NULL THEN 'contact'
              WHEN {{suspended}} THEN 'suspended'
              WHEN wanted.many = 0 AND notices.many = 0 THEN 'useless'
              WHEN cardinality(wanted.ids) = 0 AND wanted.many > 0 THEN ''
              WHEN batch.since + {{retries_last}} < %(at)s THEN 'expired'
              WHEN contact.opens >= wanted.useful_until THEN 'hours'
              ELSE '' END AS why,
         cardinality(wanted.ids) = 0 AND wanted.many > 0 AS is_stopped
    FROM batch
    JOIN people_citizen citizen ON citizen.id = batch.recipient_id
    LEFT JOIN preferences_quiethours quiet_hours ON quiet_hours.citizen_id = citizen.id
    CROSS JOIN LATERAL (SELECT {{address}} AS address, {{opens}} AS opens, {{unserved}} AS unserved OFFSET 0) contact
    CROSS JOIN LATERAL ({{wanted_reminders}}) wanted
    CROSS JOIN LATERAL ({{wanted_notices}}) notices

-- fragment: decided
-- `later`: from when it may leave, if not now.
  SELECT *, CASE WHEN why <> '' THEN NULL
                 WHEN opens > %(at)s THEN opens
                 WHEN is_stopped THEN %(at)s + interval '5 minutes' END AS later FROM judged

-- fragment: state_of_unwanted
CASE WHEN decided.why IN ('expired', 'hours') THEN 'failed' ELSE 'cancelled' END

-- fragment: message
-- The first fields of `OutgoingMessage`, in their order. The key is the same over the attempts of a message.
delivery.id, md5(delivery.recipient_id::text || ':' || delivery.channel || ':' || delivery."group")::uuid,
delivery.recipient_id, delivery.channel, delivery.purpose, delivery.attempt, delivery.since, delivery.ambiguous_attempts

-- name: claim
-- Take what is due; in the same statement what must not leave any more is settled, and what must wait waits.
--
-- Inputs: at timestamptz, channel text, sender int, size int, aside uuid[] (people set aside), people uuid[] (these
-- alone; null: all).
-- Result: the fields of `OutgoingMessage`, then whether it is ours; the others were settled or put off.
-- Invariants: a row is claimed by one sender (SKIP LOCKED). While its kind is stopped, a message does not grow old
-- (`since`); what is stopped in one that leaves waits in one of its own (`apart`). The places are an array: of so many
-- rows the planner expects a few, whatever the length of the queue, and plans the statement once a session.
WITH batch AS MATERIALIZED (
  SELECT delivery.*, NULL::text AS address_claimed, NULL::text AS refs_claimed
    FROM unnest(ARRAY(
         SELECT waiting.ctid FROM deliveries_delivery waiting
          WHERE waiting.settled_at IS NULL AND waiting.state = 'ready' AND waiting.channel = %(channel)s
            AND waiting.not_before <= %(at)s
            AND (waiting.claimed_until IS NULL OR waiting.claimed_until <= clock_timestamp())
            AND waiting.recipient_id <> ALL (%(aside)s::uuid[])
            AND (%(people)s::uuid[] IS NULL OR waiting.recipient_id = ANY (%(people)s::uuid[]))
          ORDER BY waiting.not_before LIMIT %(size)s FOR UPDATE SKIP LOCKED)) AS mine(place)
    JOIN deliveries_delivery delivery ON delivery.ctid = mine.place
), judged AS MATERIALIZED ({{judged}}
), decided AS MATERIALIZED ({{decided}}
), changed AS (
  UPDATE deliveries_delivery delivery
     SET state = CASE WHEN decided.why = '' THEN 'ready' ELSE {{state_of_unwanted}} END,
         code = decided.why,
         settled_at = CASE WHEN decided.why <> '' THEN %(at)s END,
         not_before = greatest(delivery.not_before, decided.later),
         since = CASE WHEN decided.is_stopped AND decided.why = ''
                      THEN greatest(delivery.since, %(at)s) ELSE delivery.since END,
         reminder_ids = CASE WHEN decided.why = '' AND decided.later IS NULL
                             THEN decided.ids ELSE delivery.reminder_ids END,
         claimed_by = CASE WHEN decided.why = '' AND decided.later IS NULL THEN %(sender)s END,
         claimed_until = CASE WHEN decided.why = '' AND decided.later IS NULL THEN clock_timestamp() + {{lease}} END
    FROM decided WHERE decided.id = delivery.id
  RETURNING delivery.*, decided.language, decided.address, decided.reminder_refs, decided.useful_until
), apart AS (
  INSERT INTO deliveries_delivery (id, recipient_id, channel, purpose, "group", attempt, state, since, not_before,
                                  reminder_ids, notice_ids, organization_id, team_id, also_organization_ids,
                                  also_team_ids, reference, code, created_at)
  SELECT md5(batch.recipient_id::text || ':' || batch.channel || ':' || batch."group" || '+')::uuid,
         batch.recipient_id, batch.channel, batch.purpose, batch."group" || '+', 1, 'ready', %(at)s,
         %(at)s + interval '5 minutes', decided.held, '{}', batch.organization_id, batch.team_id,
         batch.also_organization_ids, batch.also_team_ids, '', '', %(at)s
    FROM decided JOIN batch ON batch.id = decided.id
   WHERE decided.why = '' AND decided.later IS NULL AND cardinality(decided.held) > 0
  ON CONFLICT DO NOTHING
)
SELECT {{message}}, address, language, reminder_refs, useful_until, claimed_by IS NOT NULL FROM changed delivery

-- fragment: still_ours
-- Of `delivery`: this sender holds it, and its state is among `{{states}}`. By a CASE, of which the planner expects half of
-- the rows: of a number that its statistics do not know it expects none, and would compare every row of the table with
-- every key rather than look the keys up (measured: 1.5 s for a thousand, against 0.05).
CASE WHEN delivery.claimed_by = %(sender)s AND delivery.state IN ({{states}}) THEN true ELSE false END

-- fragment: recorded
-- Results, and the next attempt of what is tried again: same group, so the same Message-ID. A row that is no longer ours
-- does not change. (It does not say `settled_at IS NULL`: with old statistics the planner would read the whole queue
-- rather than the keys.)
WITH done AS (
  UPDATE deliveries_delivery delivery
     SET state = given.state, code = given.code, reference = given.reference, settled_at = %(at)s,
         followed_up_at = CASE WHEN given.state = 'accepted' THEN %(at)s END,
         ambiguous_attempts = delivery.ambiguous_attempts + given.ambiguous, claimed_by = NULL, claimed_until = NULL
    FROM unnest(%(ids)s::uuid[], %(states)s::text[], %(codes)s::text[], %(references)s::text[],
                %(thens)s::timestamptz[], %(ambiguous)s::int[])
           AS given(id, state, code, reference, later, ambiguous)
   WHERE delivery.id = given.id AND {{open_and_ours}}
  RETURNING delivery.*, given.later
), again AS (
  INSERT INTO deliveries_delivery (id, recipient_id, channel, purpose, "group", attempt, state, since, not_before,
                                  reminder_ids, notice_ids, organization_id, team_id, also_organization_ids,
                                  also_team_ids, reference, code, created_at, ambiguous_attempts)
  SELECT gen_random_uuid(), recipient_id, channel, purpose, "group", attempt + 1, 'ready', since, later,
         reminder_ids, notice_ids, organization_id, team_id, also_organization_ids, also_team_ids, '', '', %(at)s,
         ambiguous_attempts
    FROM done WHERE later IS NOT NULL
  ON CONFLICT DO NOTHING
)

-- name: record
-- Write what became of some deliveries; nothing else leaves.
--
-- Inputs: at timestamptz, sender int; ids uuid[], states text[], codes text[], references text[], thens timestamptz[]
-- (when to try again, or null), ambiguous int[] (1: the provider may have accepted it).
-- Result: no row.
{{recorded}}
SELECT id FROM done WHERE false

-- name: record_and_leave
-- Write results, and that others are about to leave: one statement, one commit.
--
-- Inputs: those of `record`; attempts uuid[], addresses text[], reminder_refs text[] (as they were claimed), channel.
-- Result: the ids that really leave.
-- Invariants: what is about to leave is read once more, by the condition of the claim: what is no longer wanted is
-- settled, what must wait or would say something else (an address, a date changed) goes back. Only what is returned
-- leaves.
{{recorded}},
batch AS MATERIALIZED (
  SELECT delivery.*, given.address AS address_claimed, given.reminder_refs AS refs_claimed
    FROM unnest(%(attempts)s::uuid[], %(addresses)s::text[], %(reminder_refs)s::text[])
           AS given(id, address, reminder_refs)
    JOIN deliveries_delivery delivery
      ON delivery.id = given.id AND {{ready_and_ours}}
), judged AS MATERIALIZED ({{judged}}
), verdict AS MATERIALIZED ({{decided}}
), decided AS (
  SELECT *, why = '' AND later IS NULL AND ids = carried_ids AND address = address_claimed
            AND reminder_refs = refs_claimed AS leaves
    FROM verdict
), left_now AS (
  UPDATE deliveries_delivery delivery
     SET state = CASE WHEN decided.why <> '' THEN {{state_of_unwanted}}
                      WHEN decided.leaves THEN 'attempted' ELSE 'ready' END,
         code = decided.why,
         attempted_at = CASE WHEN decided.leaves THEN %(at)s ELSE delivery.attempted_at END,
         settled_at = CASE WHEN decided.why <> '' THEN %(at)s END,
         not_before = greatest(delivery.not_before, decided.later),
         claimed_by = CASE WHEN decided.leaves THEN delivery.claimed_by END,
         claimed_until = CASE WHEN decided.leaves THEN delivery.claimed_until END
    FROM decided
   WHERE delivery.id = decided.id AND {{ready_and_ours}}
  RETURNING delivery.id, delivery.state
)
SELECT id FROM left_now WHERE state = 'attempted'

-- name: renew
-- Keep what this sender claimed for another lease. Inputs: sender int.
UPDATE deliveries_delivery SET claimed_until = clock_timestamp() + {{lease}}
 WHERE settled_at IS NULL AND claimed_by = %(sender)s

-- name: give_back
-- Let go of what was claimed and not attempted: for another sender, or for later.
-- Inputs: ids uuid[], sender int, later timestamptz or null.
UPDATE deliveries_delivery
   SET claimed_by = NULL, claimed_until = NULL, not_before = greatest(not_before, %(later)s::timestamptz)
 WHERE id = ANY(%(ids)s::uuid[]) AND state = 'ready' AND claimed_by = %(sender)s

-- fragment: of_a_dead_sender
-- Of `delivery`: its sender is gone (nobody holds the lock of its number) or hangs (its lease is over). 0 in
-- `claimed_by` is somebody outside the senders (a test message): the lease alone counts.
delivery.settled_at IS NULL AND delivery.channel = %(channel)s AND delivery.claimed_by IS NOT NULL
   AND (delivery.claimed_until <= clock_timestamp() OR delivery.claimed_by <> 0 AND NOT EXISTS (
        SELECT 1 FROM pg_locks held
         WHERE held.locktype = 'advisory' AND held.classid = %(alive)s AND held.objid = delivery.claimed_by
           AND held.granted AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())))

-- name: free
-- Give back what dead senders had claimed and not attempted. Inputs: channel text, alive int (first key of their lock).
UPDATE deliveries_delivery delivery SET claimed_by = NULL, claimed_until = NULL
 WHERE {{of_a_dead_sender}} AND delivery.state = 'ready'

-- name: take_over
-- Take the attempts of dead senders: nobody knows whether they were accepted.
--
-- Inputs: channel text, alive int, sender int, size int, before timestamptz (attempted until then).
-- Result: the first fields of `OutgoingMessage`.
WITH orphan AS (
  SELECT delivery.id FROM deliveries_delivery delivery
   WHERE {{of_a_dead_sender}} AND delivery.state = 'attempted' AND delivery.attempted_at <= %(before)s
   ORDER BY delivery.id LIMIT %(size)s FOR UPDATE SKIP LOCKED
)
UPDATE deliveries_delivery delivery SET claimed_by = %(sender)s, claimed_until = clock_timestamp() + {{lease}}
  FROM orphan WHERE orphan.id = delivery.id
RETURNING {{message}}

-- name: ready_people
-- Those whose messages the claim would take, when the row of one refuses. Inputs: as `claim`.
SELECT DISTINCT recipient_id FROM (
  SELECT delivery.recipient_id FROM deliveries_delivery delivery
   WHERE delivery.settled_at IS NULL AND delivery.state = 'ready' AND delivery.channel = %(channel)s
     AND delivery.not_before <= %(at)s
     AND (delivery.claimed_until IS NULL OR delivery.claimed_until <= clock_timestamp())
     AND delivery.recipient_id <> ALL (%(aside)s::uuid[])
   ORDER BY delivery.not_before LIMIT %(size)s) ready
