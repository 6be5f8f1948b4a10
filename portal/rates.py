"""How often something may be asked: counted in the shared cache, in windows of the real clock.

Not with the cache's `incr`: it gives each count five more minutes to live, so that a window never ends for whom asks
steadily, and two at once are counted as one.
"""

import time

from django.core.cache import cache
from django.db import connection, transaction


@transaction.atomic
def is_within(key: str, *, most: int, seconds: int) -> bool:
    """Counts one more; False when it is more than `most` in this window of `seconds`. Exact, twenty at once too."""
    name = f"rate:{key}:{int(time.time()) // seconds}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
    count = cache.get(name, 0) + 1
    cache.set(name, count, seconds)
    return count <= most
