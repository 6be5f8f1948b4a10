"""Who makes a package: a worker, called when it is asked for and by the sweep; by the real clock, as leases are."""

import datetime as dt
from uuid import UUID

from portal.celery import app

TASK = "portal.make_data_export"
MOST_TRIES = 4
LEASE = dt.timedelta(minutes=30)


def call(pk: UUID) -> None:
    app.send_task(TASK, args=[str(pk)], expires=60)


def real_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
