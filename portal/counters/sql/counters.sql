-- Counts and marks of one table (`portal/counters/table.py`). Instants come from the machine that counts.

-- name: count
-- Count one more in the window that ends at `ends_at`, and return the count.
--
-- Inputs: key uuid, at timestamptz, ends_at timestamptz, lasting interval (of the window).
-- Invariants: one row a key, whatever the number of windows; two at once count two (the second waits for the row).
INSERT INTO {{table}} AS counter (key, value, ends_at) VALUES (%(key)s, '1', %(ends_at)s)
ON CONFLICT (key) DO UPDATE
   SET value = CASE WHEN {{is_over}} THEN '1' ELSE to_jsonb(counter.value::int + 1) END,
       ends_at = CASE WHEN {{is_over}} THEN EXCLUDED.ends_at ELSE counter.ends_at END
RETURNING value

-- fragment: is_over
-- One that ends more than a window later was set by a clock that went ahead: it would last as long as that.
counter.ends_at <= %(at)s OR counter.ends_at > EXCLUDED.ends_at + %(lasting)s

-- name: put
-- Write a value, whatever was there.
--
-- Inputs: key uuid, value jsonb, ends_at timestamptz.
INSERT INTO {{table}} (key, value, ends_at) VALUES (%(key)s, %(value)s, %(ends_at)s)
ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, ends_at = EXCLUDED.ends_at

-- name: put_once
-- Write a value where none lives, and return a row then only: of two at once, one has it.
--
-- Inputs: key uuid, value jsonb, at timestamptz, ends_at timestamptz.
INSERT INTO {{table}} AS counter (key, value, ends_at) VALUES (%(key)s, %(value)s, %(ends_at)s)
ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, ends_at = EXCLUDED.ends_at WHERE counter.ends_at <= %(at)s
RETURNING key

-- name: read
-- The value that lives under a key.
--
-- Inputs: key uuid, at timestamptz.
SELECT value FROM {{table}} WHERE key = %(key)s AND ends_at > %(at)s

-- name: remove
-- Forget a key, and return it if it lived.
--
-- Inputs: key uuid, at timestamptz.
DELETE FROM {{table}} WHERE key = %(key)s RETURNING ends_at > %(at)s

-- name: clear
-- Forget everything (tests, and Django's `cache.clear`).
DELETE FROM {{table}}

-- name: prolong
-- Move the end of a key that lives, and return it.
--
-- Inputs: key uuid, at timestamptz, ends_at timestamptz.
UPDATE {{table}} SET ends_at = %(ends_at)s WHERE key = %(key)s AND ends_at > %(at)s RETURNING key

-- name: erase_ended
-- Erase what has ended, of one range of keys.
--
-- Inputs: low uuid, high uuid, before timestamptz.
-- Invariants: by the database's clock too: a machine whose clock went ahead erases nothing that lives.
DELETE FROM {{table}} WHERE key BETWEEN %(low)s AND %(high)s AND ends_at <= LEAST(%(before)s, clock_timestamp())
