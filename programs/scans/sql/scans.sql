-- The statements of a scan (`statements.py`). Tables are given: the tests compare populations made elsewhere. `rows` is
-- a SELECT of (id, day, answers, next_change), one row a profile; conditions are on the key of a profile.

-- name: write
-- Write the standings that are new or changed among the rows seen.
--
-- Places: standing (table), rows, stored (condition on profile_id), news (whether `seen` meets what `stored` never
-- announced).
-- Invariants: what was announced stays announced. The condition stands on both sides of the join: a slice reads its own
-- standings, not everybody's.
INSERT INTO {{standing}} AS held (profile_id, answers, announced, next_change, is_news)
SELECT seen.id, seen.answers, COALESCE(stored.announced, '{}'), seen.next_change, {{news}}
  FROM ({{rows}}) seen
  LEFT JOIN (SELECT * FROM {{standing}} WHERE {{stored}}) stored ON stored.profile_id = seen.id
 WHERE stored.profile_id IS NULL OR stored.answers <> seen.answers
    OR stored.next_change IS DISTINCT FROM seen.next_change
ON CONFLICT (profile_id) DO UPDATE
   SET answers = EXCLUDED.answers, next_change = EXCLUDED.next_change, is_news = held.is_news OR EXCLUDED.is_news

-- name: look_ahead
-- Look at each day on which time alone may change an answer, and keep the programs that it will open.
--
-- Places: standing, population and prospect (tables), first and next (day numbers of a crossing, moved to a day that
-- exists; over `p`, as facts are), rows, opening (whether `seen` meets what `stored` does not), slots (number, word,
-- bit of each program), standings and prospects (conditions).
-- Inputs, in this order: day and last day of the first crossing; values of `standings`; last day; those of `rows`;
-- values of `prospects`.
-- Result: how many prospects were put and how many are gone.
WITH RECURSIVE steps(id, day) AS (
  SELECT stored.profile_id, {{first}} FROM {{standing}} stored
   WHERE stored.next_change > %s AND stored.next_change <= %s AND {{standings}}
  UNION ALL
  SELECT p.id, {{next}} FROM steps JOIN {{population}} p ON p.id = steps.id
   WHERE steps.day IS NOT NULL AND steps.day < %s
), soon AS MATERIALIZED (
  SELECT opened.id, slots.number AS slot, min(opened.day) AS from_day
    FROM (
      SELECT seen.id, seen.day, seen.answers, stored.answers AS today
        FROM ({{rows}}) seen JOIN {{standing}} stored ON stored.profile_id = seen.id
       WHERE {{opening}} OFFSET 0
    ) opened CROSS JOIN (VALUES {{slots}}) slots(number, word, bit)
   WHERE opened.answers[slots.word] & slots.bit <> 0 AND opened.today[slots.word] & slots.bit = 0
   GROUP BY opened.id, slots.number
), gone AS (
  DELETE FROM {{prospect}} prospect WHERE {{prospects}}
     AND NOT EXISTS (SELECT 1 FROM soon WHERE soon.id = prospect.profile_id AND soon.slot = prospect.slot)
  RETURNING prospect.profile_id
), put AS (
  INSERT INTO {{prospect}} (profile_id, slot, from_day)
  SELECT soon.id, soon.slot, soon.from_day FROM soon
    LEFT JOIN {{prospect}} known ON known.profile_id = soon.id AND known.slot = soon.slot
   WHERE known.from_day IS DISTINCT FROM soon.from_day
  ON CONFLICT (profile_id, slot) DO UPDATE SET from_day = EXCLUDED.from_day
  RETURNING profile_id, slot
), news AS (
  UPDATE {{standing}} stored SET is_news = TRUE
    FROM (SELECT DISTINCT put.profile_id AS id
            FROM put
            JOIN {{standing}} announced ON announced.profile_id = put.profile_id
            JOIN (VALUES {{slots}}) slots(number, word, bit) ON slots.number = put.slot
           WHERE COALESCE(announced.announced[slots.word], 0) & slots.bit = 0) fresh
   WHERE stored.profile_id = fresh.id AND NOT stored.is_news
)
SELECT (SELECT count(*) FROM put), (SELECT count(*) FROM gone)
