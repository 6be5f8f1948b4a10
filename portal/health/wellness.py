"""What `/healthz` asks; `listed.HEALTH_CHECKS` names each check, so that every app adds its own beside it.

A check returns «ok» or a few words that name no person, no host and no file; it may raise: it is then «unreachable».
"""

import datetime as dt

from django.db import connection
from kombu.exceptions import OperationalError

from portal.celery import app
from portal.health.models import Heartbeat
from portal.health.signs import age_in_words
from portal.installation import folder, starting
from portal.installation.models import Installation


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def keys() -> str:
    return "ok" if starting.are_keys_ours() else "not of this database"


def worker() -> str:
    """A task travelled: beat → broker → worker → row."""
    return _age_of("worker")


def beat() -> str:
    return _age_of("beat")


def processes() -> str:
    """Each worker and each beat by itself; which one is silent is on the page of the portal's operation."""
    now = _now()
    single = Heartbeat.objects.filter(name__contains="/").order_by("name")
    ages = [age_in_words(at, now) for at in single.values_list("at", flat=True)]
    wrong = [age for age in ages if age != "ok"]
    return f"{len(wrong)} of {len(ages)} {wrong[0]}" if wrong else "ok"


def orphans() -> str:
    """A cleaning that found too much, and waits for an operator."""
    found = Installation.objects.values_list("orphans_found", "orphans_allowed").first()
    return f"stopped: {found[0]} files of no document" if found and found[0] > found[1] else "ok"


def queue() -> str:
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
        return "ok"
    except (OperationalError, OSError):
        return "unreachable"


def storage() -> str:
    """The folder is this database's; a file can be written, read and removed in it."""
    try:
        folder.probe()
        return "ok"
    except folder.NotOurs:
        return str(folder.state())
    except OSError as error:
        return "full" if error.errno in folder.NO_ROOM else "not writable"


def _age_of(name: str) -> str:
    return age_in_words(Heartbeat.objects.filter(name=name).values_list("at", flat=True).first(), _now())


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
