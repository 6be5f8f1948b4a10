"""Beat: one scheduler at a time, whatever the number of processes started."""

import datetime as dt
import logging
import time
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError, connection
from django_celery_beat.schedulers import DatabaseScheduler

from portal import clock
from portal.health import actions, signs
from portal.locks import Lock

logger = logging.getLogger(__name__)
WAIT = 1.0  # seconds between two tries of a beat in waiting
SIGN_EVERY = 10.0  # seconds between two signs of life


class SoloScheduler(DatabaseScheduler):
    """Ticks only while it holds an advisory lock: a second beat waits, and takes over when the first one ends.

    The lock lives on a connection of its own: Django's go back to a pool, and a session's lock would go with them.
    When the connection is lost the lock is lost with it, and is asked for again.
    """

    _guard: psycopg.Connection | None = None
    _wall: float | None = None
    """What the wall clock shows beyond the monotonic one, at the last tick; None before the first after a take-over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._signed_at: dict[str, float] = {}
        super().__init__(*args, **kwargs)

    def setup_schedule(self) -> None:
        """What git declares, and nothing else: an entry of a former version would ring for a task that is gone."""
        declared = [*self.app.conf.beat_schedule, "celery.backend_cleanup"]
        self.Model.objects.exclude(name__in=declared).delete()
        super().setup_schedule()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        try:
            self._sign(f"beat/{signs.host()}")
            if not self._is_the_one():
                return WAIT
            self._sign("beat")
            self._come_back_with_the_clock()
            return super().tick(*args, **kwargs)
        except (OperationalError, InterfaceError):
            # PostgreSQL is starting again: nobody would start a beat that died of it before its supervisor does.
            logger.warning("the database does not answer: beat tries again")
            self._let_go()
            return WAIT

    def close(self) -> None:
        """Told to stop: its own row goes with it, so that it is not taken for one that died."""
        super().close()
        try:
            actions.say_goodbye(name=f"beat/{signs.host()}")
        except (OperationalError, InterfaceError):
            logger.warning("the database does not answer: beat leaves without a word")

    def _come_back_with_the_clock(self) -> None:
        """Bring back to now every last run that is later than now, in memory, in the heap and in the database.

        A clock that went ahead leaves such runs, and each entry would wait as long as the jump was. Brought back, an
        interval runs within its period and a daily entry at its next hour. At a take-over the database's rows are read
        again: another machine's clock may have written them.
        """
        wall = time.time() - time.monotonic()
        limit = dt.datetime.now(dt.UTC) + clock.TOLERANCE
        took_over = self._wall is None
        went_back = self._wall is not None and wall < self._wall - clock.TOLERANCE.total_seconds()
        if took_over or went_back or any(entry.last_run_at > limit for entry in self.schedule.values()):
            self._start_again_from_now(limit)
        self._wall = wall

    def _start_again_from_now(self, limit: dt.datetime) -> None:
        self.sync()  # what is kept in memory is written first: later it would write the future again
        future = self.Model.objects.filter(last_run_at__gt=limit)
        if count := future.update(last_run_at=dt.datetime.now(dt.UTC)):
            logger.warning("the clock came back: %s periodic tasks start again from now", count)
        self._schedule = self.all_as_schedule()
        # Both are by the former clock: when to read the database whole, and in which order entries come.
        self._last_full_sync = dt.datetime.now(dt.UTC).astimezone().replace(tzinfo=None)  # as django_celery_beat's
        self._heap = None

    def _is_the_one(self) -> bool:
        try:
            if self._guard is not None:
                self._guard.execute("SELECT 1")
                return True
            return self._take()
        except psycopg.OperationalError:
            self._guard = None
            return False

    def _take(self) -> bool:
        guard = signs.own_connection()
        taken = guard.execute("SELECT pg_try_advisory_lock(%s)", [Lock.SCHEDULER]).fetchone()
        if taken and taken[0]:
            self._guard, self._wall = guard, None
            return True
        guard.close()
        return False

    def _let_go(self) -> None:
        if self._guard is not None:
            self._guard.close()
            self._guard = None
        connection.close()

    def _sign(self, name: str) -> None:
        """The one that waits signs for itself too: it is the one that is needed next."""
        if time.monotonic() - self._signed_at.get(name, float("-inf")) > SIGN_EVERY:
            actions.beat(name=name)
            self._signed_at[name] = time.monotonic()
