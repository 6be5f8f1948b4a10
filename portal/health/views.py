"""/healthz: database, queue, worker, beat, storage; 200 when all are well, else 503, without details."""

import datetime as dt

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET
from kombu.exceptions import OperationalError

from portal.access.policies import public
from portal.celery import app
from portal.health.models import STALE_AFTER, Heartbeat

PROBE = "health/probe"


@public
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    checks = {"database": _database(), "queue": _queue(), **_heartbeats(), "storage": _storage()}
    well = all(state == "ok" for state in checks.values())
    return JsonResponse({"status": "ok" if well else "degraded", **checks}, status=200 if well else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "ok"
    except DatabaseError:
        return "unreachable"


def _queue() -> str:
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
        return "ok"
    except (OperationalError, OSError):
        return "unreachable"


def _heartbeats() -> dict[str, str]:
    """The worker's row proves beat → broker → worker → row; beat's proves the schedule itself."""
    try:
        rows = dict(Heartbeat.objects.values_list("name", "at"))
    except DatabaseError:
        return {"worker": "unknown", "beat": "unknown"}
    oldest = dt.datetime.now(dt.UTC) - STALE_AFTER
    return {name: _age(rows.get(name), oldest) for name in ("worker", "beat")}


def _age(at: dt.datetime | None, oldest: dt.datetime) -> str:
    if at is None:
        return "never seen"
    return "ok" if at >= oldest else "silent"


def _storage() -> str:
    try:
        if not default_storage.exists(PROBE):
            default_storage.save(PROBE, ContentFile(b"ok"))
        with default_storage.open(PROBE) as probe:
            return "ok" if probe.read() == b"ok" else "unreadable"
    except OSError:
        return "unreachable"
