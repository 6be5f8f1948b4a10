"""Each worker and each beat signs for itself: with one row for all, the loss of one would be seen by nobody."""

import datetime as dt
import logging
import socket
from typing import Any

import psycopg
from celery.signals import worker_ready, worker_shutdown
from django.db import connection

from portal.health.models import FUTURE_AFTER, STALE_AFTER

logger = logging.getLogger(__name__)
EVERY = 15.0  # seconds
_SIGN = """INSERT INTO health_heartbeat (name, at) VALUES (%s, now())
           ON CONFLICT (name) DO UPDATE SET at = excluded.at"""

_DJANGOS = {"cursor_factory", "context", "prepare_threshold"}


def age_in_words(at: dt.datetime | None, now: dt.datetime) -> str:
    """«ok», or what is wrong with a sign of that time."""
    if at is None:
        return "never seen"
    if at > now + FUTURE_AFTER:
        return "in the future"
    return "ok" if at >= now - STALE_AFTER else "silent"


def host() -> str:
    return socket.gethostname()


def own_connection() -> psycopg.Connection:
    """To the same database as Django's, with the same options (`sslmode`…), outside its pool."""
    parameters = {name: value for name, value in connection.get_connection_params().items() if name not in _DJANGOS}
    return psycopg.connect(**parameters | {"connect_timeout": 5}, autocommit=True)


def connect() -> None:
    """When a worker is up it signs from then on, in its main process; told to stop, it takes its row away."""
    worker_ready.connect(_keep_signing, weak=False)
    worker_shutdown.connect(_say_goodbye, weak=False)


def sign(name: str) -> None:
    """A connection of its own, closed at once: the main process of a worker forks, and a pool would go with it."""
    _execute(_SIGN, name)


def _keep_signing(sender: Any, **kwargs: Any) -> None:
    name = f"worker/{sender.hostname}"
    sign(name)
    sender.timer.call_repeatedly(EVERY, sign, (name,))


def _say_goodbye(sender: Any, **kwargs: Any) -> None:
    _execute("DELETE FROM health_heartbeat WHERE name = %s", f"worker/{sender.hostname}")


def _execute(statement: str, name: str) -> None:
    try:
        with own_connection() as own:
            own.execute(statement, [name[:120]])
    except psycopg.Error:
        logger.warning("no sign of life could be left: the database does not answer")
