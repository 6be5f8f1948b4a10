"""A worker killed (-9) at the worst instant: the relay has accepted, the row does not say so yet."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from portal.clock import now
from portal.launch.processes import wait_for
from portal.locks import Lock
from reminders.deliveries.actions import send_ready
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_due
from reminders.deliveries.results import MOST_REPEATED
from reminders.inbox.models import InboxItem
from tests.days import clock_file

SENDER = "import django; django.setup(); from reminders.deliveries.actions import send_ready; send_ready()"


def start_sender(port: int, clock: Path) -> subprocess.Popen:
    """A real worker process on the test's database and sink."""
    parts = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")}
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**parts),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "CLOCK_OFFSET_FILE": clock_file(clock, seconds=(now() - dt.datetime.now(dt.UTC)).total_seconds()),
    }
    return subprocess.Popen([sys.executable, "-c", SENDER], env=env, cwd=settings.BASE_DIR)


def nobody_sends() -> bool:
    """PostgreSQL may notice a moment later than we that a process is gone; until then its sender is held for alive."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT 1 FROM pg_locks l JOIN pg_database b ON b.oid = l.database
                WHERE l.locktype = 'advisory' AND l.classid IN (%s, %s) AND b.datname = current_database()""",
            [Lock.LIVING_SENDER, Lock.SENDER_SLOT],
        )
        return cursor.fetchone() is None


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_killed_between_accepted_and_recorded(followed, people, mail_sink, clock_offset, tmp_path):
    """Lost: none. Repeated: the message in flight at most, under the same Message-ID. The inbox: never."""
    for key in ("amelie", "bruno"):
        followed(people[key])
    clock_offset(days=4)
    release_due()
    for _ in range(MOST_REPEATED):
        wait_for(nobody_sends, 10)
        worker = start_sender(settings.EMAIL_PORT, tmp_path / "clock")
        mail_sink.after_accepting = lambda worker=worker: os.kill(worker.pid, signal.SIGKILL)
        assert worker.wait(30) == -signal.SIGKILL
    mail_sink.after_accepting = None
    wait_for(nobody_sends, 10)
    clock_offset(days=4, hours=1)  # a message that kills its senders waits like any other
    send_ready()
    wanted = {delivery.message_id for delivery in Delivery.objects.all()}
    assert set(mail_sink.ids) == wanted and len(wanted) == 2
    assert len(mail_sink.ids) <= 2 + 2 * MOST_REPEATED
    assert Delivery.objects.filter(state=Delivery.State.ACCEPTED).count() == 2
    assert InboxItem.objects.count() == 2
