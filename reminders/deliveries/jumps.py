"""After the wall clock went ahead and came back: what was dated meanwhile would wait as long as the jump was.

A row made later than now was made by that clock. Its own waits are kept, counted from now on: one that waits for its
channel's hours is placed again by the claim that reads it.
"""

from django.db import connection

from portal.clock import TOLERANCE, now

_DELIVERIES = """
UPDATE deliveries_delivery
   SET not_before = greatest(not_before - (created_at - %(at)s), %(at)s), since = least(since, %(at)s),
       attempted_at = least(attempted_at, %(at)s), created_at = least(created_at, %(at)s)
 WHERE settled_at IS NULL AND (created_at > %(limit)s OR attempted_at > %(limit)s)
"""


def come_back() -> int:
    """Bring back what waits by a clock that went ahead; return how many rows."""
    at = now()
    with connection.cursor() as cursor:
        cursor.execute(_DELIVERIES, {"at": at, "limit": at + TOLERANCE})
        return cursor.rowcount
