"""Beat: one scheduler at a time, whatever the number of processes started."""

import time
from typing import Any

from django.db import connection
from django_celery_beat.schedulers import DatabaseScheduler

from portal.health import actions

LOCK = 7_301_001  # PostgreSQL advisory lock of "the" beat
WAIT = 1.0  # seconds between two tries of a beat in waiting
SIGN_EVERY = 10.0  # seconds between two signs of life


class SoloScheduler(DatabaseScheduler):
    """Ticks only while it holds an advisory lock: a second beat waits, and takes over when the first one ends.

    The lock lives as long as the connection; a beat that lost its connection loses the lock with it.
    """

    _signed_at = 0.0

    def tick(self, *args: Any, **kwargs: Any) -> float:
        if not self._is_the_one():
            return WAIT
        self._sign()
        return super().tick(*args, **kwargs)

    def _is_the_one(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND pid = pg_backend_pid()",
                [LOCK],
            )
            if cursor.fetchone()[0]:
                return True
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            return cursor.fetchone()[0]

    def _sign(self) -> None:
        if time.monotonic() - self._signed_at > SIGN_EVERY:
            actions.beat(name="beat")
            self._signed_at = time.monotonic()
