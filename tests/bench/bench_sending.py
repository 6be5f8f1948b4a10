"""From ready to accepted, beside what a program would do by hand, in rounds that interleave them: e-mails to a relay at
hand and 20 ms away, SMS to a gateway 50 ms away. Ours claims, reads consent again, commits each attempt before it
leaves and each outcome; the others only send. BENCH_SIZE=small (default), medium or large.

Beside django-post-office and Celery: see `ours.py`."""

import datetime as dt
import os
import smtplib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
import requests
from django.conf import settings

from portal.clock import now
from portal.consents.models import Channel
from reminders.deadlines.models import Deadline
from reminders.deliveries import release
from reminders.deliveries.actions import send
from reminders.deliveries.release import release_due
from reminders.reminders.planning import plan
from tests.bench import reminders_rows as rows
from tests.bench.books import Book, say, told_load
from tests.bench.sinks import Sink, sink

COUNT = {"small": 1_000, "medium": 2_000, "large": 10_000}[os.environ.get("BENCH_SIZE", "small")]
ROUNDS, THREADS = 3, 10
IN_FLIGHT = (settings.SMS_CONNECTIONS, 200)
"""Requests to the SMS gateway at once: as installed, and for a provider that takes more."""
FAR, GATEWAY = 0.020, 0.050
"""Seconds."""
DAY = dt.date(2031, 6, 4)
MORNING, NOON = (dt.datetime.combine(DAY, dt.time(hour), dt.UTC) for hour in (5, 17))
BY_SMS = """
ALTER TABLE consents_consent DISABLE TRIGGER consents_consent_guard;
UPDATE consents_consent SET channel = 'sms';
ALTER TABLE consents_consent ENABLE TRIGGER consents_consent_guard;
UPDATE people_citizen SET phone = '+1418' || 2000000 + family_name::int, phone_verified_at = now()
"""
MESSAGE = "Subject: Rappel\r\nMessage-ID: <{}@example.org>\r\n\r\n" + "Votre échéance approche.\r\n".encode().hex() * 12

pytestmark = [pytest.mark.timeout(7200), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ready(owner, monkeypatch, clock_offset):
    """`ready()`: so many messages ready to leave, as before they left the last time. `ready.by_sms()` before."""
    monkeypatch.setattr(release, "now", lambda: NOON)
    clock_offset(seconds=(NOON - now()).total_seconds() + 60)
    rows.fill(owner, COUNT * 3, COUNT, DAY)
    plan(Deadline.objects.all(), at=MORNING)

    def again() -> None:
        rows.forget(owner)
        assert release_due() == COUNT

    return again


def by_threads(work: Callable[[range], None], count: int) -> int:
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, (range(first, count, THREADS) for first in range(THREADS))))
    return count


def by_smtplib(relay: Sink) -> Callable[[range], None]:
    """One connection kept open."""

    def work(numbers: range) -> None:
        with smtplib.SMTP("127.0.0.1", relay.port, timeout=60) as line:
            for number in numbers:
                line.sendmail("a@example.org", f"p{number}@example.org", MESSAGE.format(number))

    return work


def by_requests(gateway: Sink) -> Callable[[range], None]:
    def work(numbers: range) -> None:
        with requests.Session() as line:
            for number in numbers:
                data = {"to": f"+1418555{number % 10000:04}", "text": "Rappel", "reference": str(number)}
                line.post(f"http://127.0.0.1:{gateway.port}/", json=data, timeout=60).raise_for_status()

    return work


@pytest.mark.parametrize(("delay", "share"), [(0.0, 1), (FAR, 4)], ids=["at hand", "20 ms away"])
def test_emails(ready, monkeypatch, delay, share):
    book, threads = Book(), f"smtplib, {THREADS} threads"
    with sink("smtp", delay) as relay:
        monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
        monkeypatch.setattr(settings, "EMAIL_PORT", relay.port)
        monkeypatch.setattr(settings, "EMAIL_CONNECTIONS", 50)
        for _ in range(ROUNDS):
            book.time(threads, lambda: by_threads(by_smtplib(relay), COUNT // share))
            ready()
            book.time("ours, 50 connections", lambda: send(channel=Channel.EMAIL))
            assert relay.accepted() == COUNT // share + COUNT
    say(f"\n{COUNT} e-mails, relay {delay * 1000:.0f} ms away, {told_load()}")
    book.tell_rates(threads, "ours, 50 connections", beside=threads)


def test_sms(ready, owner: psycopg.Connection, monkeypatch):
    book, threads = Book(), f"requests, {THREADS} threads"
    ours = {f"ours, {count} in flight": count for count in IN_FLIGHT}
    owner.execute(BY_SMS)
    with sink("sms", GATEWAY) as gateway:
        monkeypatch.setattr(settings, "SMS_URL", f"plain+http://user:password@127.0.0.1:{gateway.port}/")
        for _ in range(ROUNDS):
            book.time(threads, lambda: by_threads(by_requests(gateway), COUNT // 2))
            for name, count in ours.items():
                monkeypatch.setattr(settings, "SMS_CONNECTIONS", count)
                ready()
                book.time(name, lambda: send(channel=Channel.SMS))
            assert gateway.accepted() == COUNT // 2 + COUNT * len(ours)
    say(f"\n{COUNT} SMS, gateway {GATEWAY * 1000:.0f} ms away, {told_load()}")
    book.tell_rates(threads, *ours, beside=threads)
