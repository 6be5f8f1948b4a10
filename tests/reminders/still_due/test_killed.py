"""Whoever asks is killed (-9) at the worst instant: the organization has answered, nothing is written."""

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
from reminders.deliveries.release import release_due
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.inbox.models import InboxItem
from reminders.reminders.models import Reminder
from reminders.still_due import actions
from reminders.still_due.models import DueCheck
from tests.days import clock_file

ASKER = "import django; django.setup(); from reminders.still_due.actions import sweep; sweep()"


def start_asker(clock: Path) -> subprocess.Popen:
    """A real worker process on the test's database."""
    parts = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")}
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**parts),
        "CLOCK_OFFSET_FILE": clock_file(clock, seconds=(now() - dt.datetime.now(dt.UTC)).total_seconds()),
    }
    return subprocess.Popen([sys.executable, "-c", ASKER], env=env, cwd=settings.BASE_DIR)


def nobody_asks() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [Lock.STILL_DUE])
        return cursor.fetchone() is None


@pytest.mark.long
@pytest.mark.usefixtures("four_channels")
@pytest.mark.django_db(transaction=True)
def test_killed_between_the_answer_and_its_writing(sent, asked, receiver, noon, tmp_path):
    """Nothing is lost, nothing leaves twice, and what is no longer due never leaves."""
    sent(4)
    Reminder.objects.filter(step__offset_days=-7).update(due_at=Reminder.objects.earliest("due_at").due_at)
    asked(F_1="done", F_2="cancelled")
    noon(days=3)
    answering = receiver.reply
    for _ in range(3):
        wait_for(nobody_asks, 10)
        worker = start_asker(tmp_path / "clock")

        def kill_then_answer(body: bytes, worker=worker) -> bytes:
            os.kill(worker.pid, signal.SIGKILL)
            return answering(body)

        receiver.reply = kill_then_answer
        assert worker.wait(60) == -signal.SIGKILL
        assert release_due() == 0 and not InboxItem.objects.exists()
    receiver.reply = answering
    wait_for(nobody_asks, 10)
    assert actions.sweep() == 4 and DueCheck.objects.count() == 4
    assert (release_due(), release_due()) == (2, 0)
    assert InboxItem.objects.count() == 2
    states = dict(ImportedDeadline.objects.values_list("reference", "state"))
    assert states == {"F-0": "open", "F-1": "done", "F-2": "cancelled", "F-3": "open"}
