"""From due to accepted: prints READY, waits for a line, releases and sends, prints DONE.

Run by the shared benchmark (`reminding.py` gives the environment) as two workers already warm, as Celery's are;
`BENCH_SMTP` is the relay's port. The crash section kills all of it and starts it again.
"""

import datetime as dt
import multiprocessing
import os
import sys
import time
import uuid
from multiprocessing.synchronize import Event
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{os.environ['BENCH_SMTP']}"
SENDERS = int(os.environ.get("BENCH_SENDERS", "2"))
os.environ.setdefault("EMAIL_CONNECTIONS", str(50 // SENDERS))
os.environ["SENDERS_PER_CHANNEL"] = str(SENDERS)

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from portal.clock import now  # noqa: E402
from portal.foundation.crypto.keys import create_keyset  # noqa: E402
from reminders.deliveries.actions import send  # noqa: E402
from reminders.deliveries.email_adapter import EmailAdapter  # noqa: E402
from reminders.deliveries.models import Delivery  # noqa: E402
from reminders.deliveries.outgoing import OutgoingMessage  # noqa: E402
from reminders.deliveries.release import release_due  # noqa: E402


def warm() -> None:
    """What a worker that has already sent something has in memory."""
    key = uuid.uuid4()
    message = OutgoingMessage(key, key, key, "email", "reminders", 1, now(), address="a@example.org", language="fr")
    EmailAdapter().compose([message])
    connections["default"].ensure_connection()


def work(is_warm: Event, may_start: Event, is_released: Event) -> None:
    """Sends what is released while the rest is being released, as the bells of production do."""
    warm()
    is_warm.set()
    may_start.wait()
    while send(channel="email") or not is_released.is_set() or Delivery.objects.unsettled().exists():
        time.sleep(0.01)
    os._exit(0)  # a worker stays: the end of an interpreter is not what is measured


def move_clock() -> None:
    """To the evening of the day that the benchmark is about: on another, other reminders would be due too."""
    if day := os.environ.get("BENCH_DAY"):
        evening = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(18), dt.UTC)
        Path(os.environ["CLOCK_OFFSET_FILE"]).write_text(str((evening - dt.datetime.now(dt.UTC)).total_seconds()))


def main() -> None:
    move_clock()
    if not Path(settings.ENCRYPTION_KEYS).exists():
        create_keyset(settings.ENCRYPTION_KEYS)
    context = multiprocessing.get_context("spawn")
    may_start, is_released = context.Event(), context.Event()
    marks = [context.Event() for _ in range(SENDERS)]
    senders = [context.Process(target=work, args=(mark, may_start, is_released)) for mark in marks]
    for sender in senders:
        sender.start()
    warm()
    for mark in marks:
        mark.wait()
    print("READY", flush=True)
    sys.stdin.readline()
    may_start.set()
    release_due()
    is_released.set()
    for sender in senders:
        sender.join()
    print("DONE", flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
