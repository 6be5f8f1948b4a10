"""The statements of the sweep, each for many rows at once."""

from collections.abc import Sequence

from reminders.deliveries.outlets import Outlet

ORDER = ("email", "sms", "letter", "phone")
"""In which channels are tried. Paper and voice are allowed here: nothing else is left."""


def next_channel(outlets: Sequence[Outlet]) -> str:
    """The first attempt through the next channel for the message of each of `ids` (failed attempts): consented, allowed
    by every kind that it carries, with a contact point in use, and not tried for this message yet. One whose hours open
    only once the message is useless fails at once, and the sweep goes on to the one after.
    Returns (recipient, group, new attempt)."""
    ways = ", ".join(
        f"({ORDER.index(outlet.channel)}, '{outlet.channel}', ({outlet.address_sql})::text, {outlet.opens_sql})"
        for outlet in outlets
        if outlet.channel in ORDER
    )
    # Made of constants and of the outlets' own pieces.
    # `person`: hours are computed for nobody else, whose row could be one that the database refuses.
    return f"""
WITH failed AS MATERIALIZED (
  SELECT DISTINCT ON (d.recipient_id, d."group") d.* FROM reminders_delivery d WHERE d.id = ANY(%(ids)s)
   ORDER BY d.recipient_id, d."group", d.settled_at DESC
), person AS MATERIALIZED (
  SELECT * FROM portal_citizen WHERE id IN (SELECT recipient_id FROM failed)
), free AS (
  SELECT DISTINCT ON (f.id) f.id, f.recipient_id, f."group", f.purpose, f.reminder_ids, f.notice_ids, y.channel,
         y.opens_at
    FROM failed f
    JOIN person c ON c.id = f.recipient_id
    LEFT JOIN reminders_quiethours q ON q.citizen_id = c.id
    CROSS JOIN LATERAL (VALUES {ways}) AS y(rank, channel, address, opens_at)
   WHERE y.address <> ''
     AND EXISTS (SELECT 1 FROM portal_consent a
                  WHERE a.citizen_id = c.id AND a.purpose = f.purpose AND a.channel = y.channel
                    AND a.withdrawn_at IS NULL)
     AND NOT EXISTS (SELECT 1 FROM reminders_suspension x
                      WHERE x.citizen_id = c.id AND x.channel = y.channel AND x.address = y.address
                        AND x.lifted_at IS NULL)
     AND NOT EXISTS (SELECT 1 FROM reminders_delivery o
                      WHERE o.recipient_id = f.recipient_id AND o.channel = y.channel AND o."group" = f."group")
     AND NOT EXISTS (SELECT 1 FROM unnest(f.reminder_ids) AS carried(id)
                       JOIN reminders_reminder r ON r.id = carried.id
                       JOIN reminders_deadline d ON d.id = r.deadline_id
                       JOIN reminders_deadlinekind k ON k.id = d.kind_id
                      WHERE y.channel <> ALL(k.channels))
   ORDER BY f.id, y.rank
)
INSERT INTO reminders_delivery (id, recipient_id, channel, purpose, "group", attempt, state, since, not_before,
                                reminder_ids, notice_ids, reference, code, created_at, settled_at)
SELECT md5(recipient_id::text || ':' || channel || ':' || "group")::uuid, recipient_id, channel, purpose, "group", 1,
       CASE WHEN u.is_late THEN 'failed' ELSE 'ready' END, %(at)s, opens_at, reminder_ids, notice_ids, '',
       CASE WHEN u.is_late THEN 'hours' ELSE '' END, %(at)s, CASE WHEN u.is_late THEN %(at)s END
  FROM free
 CROSS JOIN LATERAL (SELECT (opens_at >= max(r.useful_until)) IS TRUE AS is_late
                       FROM reminders_reminder r WHERE r.id = ANY(reminder_ids)) u
ON CONFLICT DO NOTHING
RETURNING recipient_id, "group", id
"""  # noqa: S608


# Reached: another attempt of the same message was accepted (after it, for a text whose fate is unknown), or the person
# read it in their inbox. Closed: nothing that it carried is to be done any more.
SETTLE = """
WITH open AS (
  SELECT l.id, l.since, f.id AS failed, f.state, f.recipient_id, f."group", coalesce(f.notice_ids, '{}') AS notice_ids,
         coalesce(f.reminder_ids, ARRAY[l.reminder_id]) AS reminder_ids
    FROM reminders_deadletter l LEFT JOIN reminders_delivery f ON f.id = l.delivery_id
   WHERE l.settled_at IS NULL
), fate AS (
  SELECT o.id,
         EXISTS (SELECT 1 FROM reminders_delivery d
                  WHERE d.recipient_id = o.recipient_id AND d."group" = o."group" AND d.state = 'accepted'
                    AND (o.state <> 'uncertain' OR d.settled_at >= o.since))
         OR EXISTS (SELECT 1 FROM reminders_inboxitem i
                     WHERE i.read_at IS NOT NULL AND (i.reminder_id = ANY(o.reminder_ids)
                                                      OR i.notice_id = ANY(o.notice_ids))) AS reached,
         cardinality(o.notice_ids) = 0
         AND NOT EXISTS (SELECT 1 FROM reminders_reminder r
                           JOIN reminders_deadline d ON d.id = r.deadline_id
                          WHERE r.id = ANY(o.reminder_ids) AND d.state IN ('open', 'missed')) AS closed
    FROM open o
)
UPDATE reminders_deadletter l
   SET settled_at = %(at)s, outcome = CASE WHEN f.reached THEN 'reached' ELSE 'closed' END
  FROM fate f WHERE f.id = l.id AND (f.reached OR f.closed)
"""

# The work is done when the deadline is closed, or when something of it reached the person since.
DONE_WORK = """
UPDATE portal_workitem w SET done_at = %(at)s
  FROM reminders_deadline d
 WHERE w.kind = %(kind)s AND w.subject_type = 'reminders.deadline' AND w.done_at IS NULL AND d.id = w.subject_id
   AND (d.state <> 'open'
        OR EXISTS (SELECT 1 FROM reminders_delivery v
                    WHERE v.recipient_id = d.citizen_id AND v.state = 'accepted' AND v.settled_at >= w.since
                      AND v.reminder_ids && ARRAY(SELECT r.id FROM reminders_reminder r WHERE r.deadline_id = d.id))
        OR EXISTS (SELECT 1 FROM reminders_inboxitem i JOIN reminders_reminder r ON r.id = i.reminder_id
                    WHERE r.deadline_id = d.id AND i.read_at >= w.since))
"""
