-- The statements of the release (`release.py`): what is due, and what was announced, becomes inbox items and deliveries.
-- Each reads, decides, settles and writes in one go: what makes a delivery is the very row that its own UPDATE just
-- settled, so nothing leaves twice.
--
-- Over all of them: `at` timestamptz, the instant of the release; `shards` int[], the shards held by this transaction;
-- `aside` uuid[], people set aside; `people` uuid[], these alone after a failure (null: all of the shards); `since` and
-- `post_since` timestamptz, before which nothing is planned in these shards (`shards_with_…`).

-- fragment: of_our_shards
-- Of a person `{{person}}`: whether it is their turn.
{{shard_of_person}} = ANY (%(shards)s::int[]) AND {{person}} <> ALL (%(aside)s::uuid[])
   AND (%(people)s::uuid[] IS NULL OR {{person}} = ANY (%(people)s::uuid[]))

-- name: shards_with_reminders
-- Find the shards where something is due, or is to be printed early, and how much (at most `enough` of each).
--
-- Inputs: at timestamptz.
-- Result: (shard, rows, since, post_since): nothing planned in the shard is earlier than `since`, nor printed earlier
-- than `post_since` (null: nothing is).
-- Invariants: the first planned row of each shard is asked for in the order of the index, so by a plain scan of it, which
-- marks the entries of rows that left: the next tick does not visit them again (a bitmap scan marks none). What is
-- counted, and released, begins at that row, however many left before it today.
WITH first AS MATERIALIZED (
  SELECT shard.number,
         (SELECT reminder.due_at FROM reminders_reminder reminder
           WHERE reminder.state = 'planned' AND {{shard_of_recipient}} = shard.number
           ORDER BY reminder.due_at LIMIT 1) AS since,
         (SELECT reminder.post_at FROM reminders_reminder reminder
           WHERE reminder.state = 'planned' AND {{shard_of_recipient}} = shard.number AND reminder.post_at IS NOT NULL
           ORDER BY reminder.post_at LIMIT 1) AS post_since
    FROM generate_series(0, {{last_shard}}) shard(number)
)
SELECT first.number, waiting.rows + early.rows, first.since, first.post_since
  FROM first, LATERAL (
       SELECT count(*) AS rows FROM (
         SELECT 1 FROM reminders_reminder reminder
          WHERE reminder.state = 'planned' AND {{shard_of_recipient}} = first.number
            AND reminder.due_at >= first.since AND reminder.due_at <= %(at)s
          ORDER BY reminder.due_at LIMIT {{enough}}) due) waiting, LATERAL (
       SELECT count(*) AS rows FROM (
         SELECT 1 FROM reminders_reminder reminder
          WHERE reminder.state = 'planned' AND {{shard_of_recipient}} = first.number
            AND reminder.post_at >= first.post_since AND reminder.post_at <= %(at)s AND reminder.due_at > %(at)s
          ORDER BY reminder.post_at LIMIT {{enough}}) printed) early
 WHERE (first.since <= %(at)s OR first.post_since <= %(at)s) AND waiting.rows + early.rows > 0

-- name: shards_with_notices
-- Find the shards where notices wait, and how many. Result: (shard, rows, since, null), as above.
WITH first AS MATERIALIZED (
  SELECT notice.created_at AS since FROM notices_notice notice
   WHERE notice.handled_at IS NULL ORDER BY notice.created_at LIMIT 1
)
SELECT {{shard_of_notice}}, count(*), first.since, NULL
  FROM first JOIN notices_notice notice ON notice.handled_at IS NULL AND notice.created_at >= first.since
 GROUP BY 1, 3

-- name: people_with_reminders
-- Find whose reminders are due, when the row of one refuses. Inputs: at, shards, aside, people.
SELECT DISTINCT reminder.recipient_id FROM reminders_reminder reminder
 WHERE reminder.state = 'planned' AND (reminder.due_at <= %(at)s OR reminder.post_at <= %(at)s)
   AND {{recipient_is_ours}}

-- name: people_with_notices
-- Find whose notices wait, when the row of one refuses. Inputs: shards, aside, people.
SELECT DISTINCT notice.citizen_id FROM notices_notice notice
 WHERE notice.handled_at IS NULL AND {{citizen_is_ours}}

-- fragment: why_not
-- Why a reminder must not leave as things stand; '' when it may; 'held' while its kind is stopped and it may still
-- serve, and while it is to be asked whether it is still due: nothing waits for an answer longer than the one who asks
-- gives signs of life, nor for a clock that went ahead. Every act cancels the rows itself, but a planning of a whole kind may have read the deadline just before.
CASE WHEN NOT ({{stands}}) OR step.retired_at IS NOT NULL
          OR step.id IS NULL AND reminder.due_at IS DISTINCT FROM deadline.later_at
          OR step.moment = 'date' AND reminder.due_at < deadline.later_at THEN 'act'
     WHEN reminder.useful_until <= %(at)s THEN 'late'
     WHEN kind.stopped_at IS NOT NULL THEN 'held'
     WHEN kind.asked_until > %(at)s AND kind.asked_until <= %(at)s + {{asked_ahead}} AND coalesce(step.moment, 'date') = 'date'
          AND (reminder.asked_at IS NULL OR reminder.asked_at < %(at)s - {{answer_serves}}) THEN 'held'
     ELSE '' END

-- fragment: planned
-- The planned reminders of our people, due or not. `place`: where the row is (ctid).
SELECT reminder.ctid AS place, reminder.id, reminder.recipient_id, kind.id AS kind_id, reminder.due_at, kind.is_urgent,
       kind.channels::text[] AS channels,
       NOT kind.is_urgent AND coalesce(step.moment, 'date') = 'date' AS gathers, {{why_not}} AS why,
       CASE WHEN NOT deadline.is_private THEN kind.organization_id END AS organization_id,
       CASE WHEN NOT deadline.is_private THEN kind.team_id END AS team_id
  FROM reminders_reminder reminder
  JOIN deadlines_deadline deadline ON deadline.id = reminder.deadline_id
  JOIN kinds_deadlinekind kind ON kind.id = deadline.kind_id
  LEFT JOIN kinds_reminderstep step ON step.id = reminder.step_id
 WHERE reminder.state = 'planned' AND {{recipient_is_ours}}

-- fragment: today
(%(at)s AT TIME ZONE '{{legal_zone}}')::date

-- fragment: left_today
CASE WHEN kind.left_on = {{today}} THEN kind.left_count ELSE 0 END

-- fragment: due
-- One message for one person and one day: when something leaves, what would follow later that same local day leaves
-- with it; urgent reminders and moments apart, which come alone at their own instant. Nobody's day ends later than the
-- latest of theirs: tomorrow's reminders, as many as today's, are not read.
--
-- What goes on paper goes earlier (`post_at`), for whom nothing else reaches (`release_reminders` decides); the others
-- wait until it is due. What leaves today with the rest is not taken twice.
--
-- A kind with a daily cap lets go the oldest first, as many as it has room for today; the others wait. Its row is
-- locked: shards count one after the other. Of the kinds without a cap, which are nearly all, nothing is read, locked
-- or written.
due AS MATERIALIZED ({{planned}} AND reminder.due_at >= %(since)s AND reminder.due_at <= %(at)s
), gathering AS MATERIALIZED (
  SELECT citizen.id,
         ((%(at)s AT TIME ZONE citizen.time_zone)::date + 1)::timestamp AT TIME ZONE citizen.time_zone AS day_ends
    FROM people_citizen citizen
   WHERE citizen.id IN (SELECT due.recipient_id FROM due WHERE due.why = '' AND due.gathers)
), leaving_today AS MATERIALIZED (
  SELECT * FROM due
  UNION ALL
  SELECT later.*
    FROM ({{planned}} AND reminder.due_at > %(at)s
                      AND reminder.due_at < (SELECT max(gathering.day_ends) FROM gathering)) later
    JOIN gathering ON gathering.id = later.recipient_id AND later.due_at < gathering.day_ends
   WHERE later.why = '' AND later.gathers
), candidate AS MATERIALIZED (
  SELECT leaving_today.*, false AS is_early FROM leaving_today
  UNION ALL
  SELECT early.*, true
    FROM ({{planned}} AND reminder.post_at >= %(post_since)s AND reminder.post_at <= %(at)s
                      AND reminder.due_at > %(at)s) early
   WHERE early.why = '' AND early.id NOT IN (SELECT leaving_today.id FROM leaving_today)
), cap AS MATERIALIZED (
  SELECT kind.id, kind.daily_cap - {{left_today}} AS room
    FROM kinds_deadlinekind kind
   WHERE kind.daily_cap IS NOT NULL
     AND kind.id IN (SELECT candidate.kind_id FROM candidate WHERE candidate.why = '')
   ORDER BY kind.id FOR NO KEY UPDATE
), leaving AS MATERIALIZED (
  SELECT candidate.place, candidate.id, candidate.recipient_id, candidate.kind_id, candidate.due_at,
         candidate.is_urgent, candidate.channels, candidate.is_early, candidate.organization_id, candidate.team_id,
         candidate.why
    FROM candidate WHERE candidate.kind_id NOT IN (SELECT cap.id FROM cap)
  UNION ALL
  SELECT candidate.place, candidate.id, candidate.recipient_id, candidate.kind_id, candidate.due_at,
         candidate.is_urgent, candidate.channels, candidate.is_early, candidate.organization_id, candidate.team_id,
         CASE WHEN candidate.why = '' AND cap.room < row_number() OVER (
                     PARTITION BY candidate.kind_id, candidate.why ORDER BY candidate.due_at, candidate.id)
              THEN 'held' ELSE candidate.why END
    FROM cap JOIN candidate ON candidate.kind_id = cap.id)

-- fragment: ways
-- Of a person `{{person}}` and a purpose `{{purpose}}`: how many consents are in force, whether the inbox is one, and
-- the outside channels with a contact point in use (`outside`), with the instants from which they may ring (`opens`);
-- `ordinary`: those that are not last resorts.
--
-- Asked of each row in turn rather than joined: two index probes, whatever the planner believes of the numbers
-- (OFFSET 0: each piece is computed once).
SELECT count(*) FILTER (WHERE way.unserved = '') AS consents, bool_or(way.unserved <> '') IS TRUE AS is_unserved,
       coalesce(bool_or(way.channel = 'inbox' AND way.unserved = ''), false) AS inbox,
       coalesce(array_agg(way.channel) FILTER (WHERE way.reaches), '{}') AS outside,
       coalesce(array_agg(way.opens_at) FILTER (WHERE way.reaches), '{}') AS opens,
       coalesce(array_agg(way.channel) FILTER (WHERE way.reaches AND NOT way.is_last), '{}') AS ordinary
  FROM (SELECT consent.channel::text AS channel, consent.channel IN ({{last_resorts}}) AS is_last,
               {{opens_by_channel}} AS opens_at, service.unserved,
               service.unserved = '' AND contact.address <> '' AND NOT {{suspended}} IS TRUE AS reaches
          FROM people_citizen citizen
          JOIN consents_consent consent
            ON consent.citizen_id = citizen.id AND consent.purpose = {{purpose}} AND consent.withdrawn_at IS NULL
          LEFT JOIN preferences_quiethours quiet_hours ON quiet_hours.citizen_id = citizen.id
         CROSS JOIN LATERAL (SELECT {{address_by_channel}} AS address) contact
         CROSS JOIN LATERAL (SELECT {{unserved}} AS unserved) service
         WHERE citizen.id = {{person}} OFFSET 0) way

-- fragment: deliver
-- Write the deliveries of what leaves (`content`: what goes in which message). `allowed`: the ways that a row may take.
-- One whose hours open only once the row is useless is no way, as long as another is in time; when none is, its failure
-- is written at once, and the fallback goes on. Whose matter a message is: the organization and team of the first thing
-- that it carries, then those of the others (`whose`: each once); what one person asked for herself is nobody's.
INSERT INTO deliveries_delivery (id, recipient_id, channel, purpose, "group", attempt, state, since, not_before,
                                {{carried}}, {{empty}}, organization_id, team_id, also_organization_ids, also_team_ids,
                                reference, code, created_at, settled_at)
SELECT md5(message.recipient_id::text || ':' || message.channel || ':' || message.key)::uuid, message.recipient_id,
       message.channel, message.purpose, message.key, 1, CASE WHEN message.is_late THEN 'failed' ELSE 'ready' END,
       CASE WHEN message.is_early THEN greatest(%(at)s, message.opens_at) ELSE %(at)s END, message.opens_at,
       message.ids, '{}',
       CASE WHEN cardinality(message.ids) = 1 THEN message.organizations[1] ELSE whose.organizations[1] END,
       CASE WHEN cardinality(message.ids) = 1 THEN message.teams[1] ELSE whose.teams[1] END,
       coalesce(whose.organizations[2:], '{}'), coalesce(array_remove(whose.teams[2:], NULL), '{}'), '',
       CASE WHEN message.is_late THEN 'hours' ELSE '' END, %(at)s,
       CASE WHEN message.is_late THEN %(at)s END
  FROM (SELECT content.recipient_id, way.channel, content.purpose,
               content.key || CASE WHEN way.is_late THEN '/late' ELSE '' END AS key,
               way.opens_at, way.is_late, content.is_early,
               array_agg(content.id ORDER BY content.since, content.id) AS ids,
               array_agg(content.organization_id ORDER BY content.since, content.id) AS organizations,
               array_agg(content.team_id ORDER BY content.since, content.id) AS teams
          FROM content
         CROSS JOIN LATERAL (
               SELECT offered.channel, offered.opens_at, (offered.opens_at >= content.useful_until) IS TRUE AS is_late
                 FROM unnest(content.outside, content.opens) AS offered(channel, opens_at)
                WHERE offered.channel = ANY (content.allowed)) way
         WHERE NOT way.is_late OR NOT EXISTS (
               SELECT 1 FROM unnest(content.outside, content.opens) AS offered(channel, opens_at)
                WHERE offered.channel = ANY (content.allowed) AND offered.opens_at < content.useful_until)
         GROUP BY 1, 2, 3, 4, 5, 6, 7) message
  LEFT JOIN LATERAL (
       SELECT array_agg(pair.organization_id ORDER BY pair.place) AS organizations,
              array_agg(pair.team_id ORDER BY pair.place) AS teams
         FROM (SELECT one.organization_id, one.team_id, min(one.place) AS place
                 FROM unnest(message.organizations, message.teams)
                      WITH ORDINALITY AS one(organization_id, team_id, place)
                WHERE one.organization_id IS NOT NULL GROUP BY 1, 2) pair) whose ON cardinality(message.ids) > 1

-- name: release_reminders
-- Settle what is due: in the inbox, in deliveries ready to leave, or cancelled with its reason.
--
-- Inputs: at, shards, aside, people.
-- Result: how many left.
-- Invariants: a row is found again by its place and only if it is still planned for the same instant: one that a
-- planning cancelled or moved meanwhile is left to the next sweep. What is held stays planned. What is early leaves only
-- where paper is all that reaches the person; other channels that they chose wait for its day (`opens`).
WITH {{due}},
decided AS (
  SELECT leaving.place, leaving.id, leaving.recipient_id, leaving.kind_id, leaving.due_at, leaving.is_urgent,
         leaving.is_early, leaving.organization_id, leaving.team_id, ways.outside, ways.opens,
         coalesce(ways.inbox, false) AS inbox,
         CASE WHEN ways.ordinary <> ways.outside AND ways.ordinary && leaving.channels
              THEN ARRAY(SELECT unnest(ways.ordinary) INTERSECT SELECT unnest(leaving.channels))
              ELSE leaving.channels END AS allowed,
         CASE WHEN leaving.why <> '' THEN leaving.why
              WHEN leaving.is_early AND (ways.is_unserved OR ways.ordinary && leaving.channels
                                         OR NOT 'letter' = ANY (ways.outside) OR NOT 'letter' = ANY (leaving.channels))
              THEN 'held'
              WHEN ways.is_unserved THEN 'person'
              WHEN ways.consents = 0 THEN 'consent'
              WHEN ways.inbox OR ways.outside && leaving.channels THEN '' ELSE 'unreached' END AS why
    FROM leaving LEFT JOIN LATERAL ({{ways_of_reminder}}) ways ON leaving.why = ''
), settled AS (
  UPDATE reminders_reminder reminder
     SET state = CASE WHEN decided.why = '' THEN 'sent'
                      WHEN decided.why IN ('act', 'consent', 'person') THEN 'cancelled' ELSE 'missed' END,
         why = decided.why, settled_at = %(at)s
    FROM decided
   WHERE reminder.ctid = decided.place AND reminder.state = 'planned' AND reminder.due_at = decided.due_at
     AND decided.why <> 'held'
  RETURNING reminder.id, reminder.recipient_id, decided.kind_id, reminder.due_at, reminder.useful_until,
            reminder.state, decided.is_urgent, decided.is_early, decided.inbox, decided.outside, decided.opens,
            decided.allowed, decided.organization_id, decided.team_id
), counted AS (
  UPDATE kinds_deadlinekind kind SET left_on = {{today}}, left_count = {{left_today}} + today.count
    FROM (SELECT settled.kind_id, count(*) FROM settled JOIN cap ON cap.id = settled.kind_id
           WHERE settled.state = 'sent' GROUP BY 1) today
   WHERE kind.id = today.kind_id
), kept AS (
  INSERT INTO inbox_inboxitem (id, citizen_id, reminder_id, created_at)
  SELECT gen_random_uuid(), recipient_id, id, %(at)s FROM settled WHERE state = 'sent' AND inbox
), content AS (
  SELECT id, recipient_id, organization_id, team_id, 'reminders' AS purpose, due_at AS since, useful_until, outside,
         allowed, is_early,
         CASE WHEN is_early THEN ARRAY(
                SELECT CASE WHEN way.channel = 'letter' THEN way.opens_at ELSE greatest(way.opens_at, due_at) END
                  FROM unnest(outside, opens) AS way(channel, opens_at))
              ELSE opens END AS opens,
         'reminder:' || min(id) OVER (PARTITION BY recipient_id, CASE WHEN is_urgent THEN id END,
                                                   CASE WHEN is_early THEN due_at END) AS key
    FROM settled WHERE state = 'sent'
), delivered AS ({{deliver_reminders}})
SELECT count(*) FROM settled WHERE state = 'sent'

-- name: release_notices
-- Handle notices: each is kept in the inbox, and leaves by the ways of its person.
--
-- Inputs: at, shards, aside, people.
-- Result: how many were handled.
-- Invariants: what one did not ask for (a finding) is announced once, by the first of one's ways (`first_way`); the
-- others wait for its failure.
WITH settled AS (
  UPDATE notices_notice notice SET handled_at = %(at)s
   WHERE notice.handled_at IS NULL AND notice.created_at >= %(since)s AND {{citizen_is_ours}}
  RETURNING notice.id, notice.citizen_id AS recipient_id, notice.organization_id, notice.team_id,
            notice.created_at AS since, {{purpose_of_notice}} AS purpose
), kept AS (
  INSERT INTO inbox_inboxitem (id, citizen_id, notice_id, created_at)
  SELECT gen_random_uuid(), recipient_id, id, %(at)s FROM settled
), content AS (
  SELECT settled.*, NULL::timestamptz AS useful_until, false AS is_early, ways.outside, ways.opens,
         CASE WHEN settled.purpose = '{{announced_once}}' THEN ARRAY(
                SELECT way FROM unnest(CASE WHEN ways.ordinary <> '{}' THEN ways.ordinary ELSE ways.outside END) way
                 ORDER BY array_position(ARRAY[{{channels_in_order}}]::text[], way) LIMIT 1)
              WHEN ways.ordinary <> '{}' THEN ways.ordinary ELSE ways.outside END AS allowed,
         'notice:' || first_value(settled.id) OVER (
             PARTITION BY settled.recipient_id, settled.purpose ORDER BY settled.since, settled.id) AS key
    FROM settled CROSS JOIN LATERAL ({{ways_of_notice}}) ways
), delivered AS ({{deliver_notices}})
SELECT count(*) FROM settled
