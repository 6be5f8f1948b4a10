"""Mixed pages under load, as two workers of production serve them: so many readers who never wait, each on a connection
kept open; public pages shared, beside the same pages made for each. BENCH_SIZE=small (default), medium or large.

The readers (`readers.py`) share the processors with what is measured."""

import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.urls import reverse

from portal.people.models import User
from programs.programs.models import Program
from reminders.kinds.models import DeadlineKind
from tests.bench.books import say, told_load
from tests.bench.readers import READERS, Page, answers, read_for
from tests.conftest import _seed

SECONDS = {"small": 3, "medium": 10, "large": 60}[os.environ.get("BENCH_SIZE", "small")]
WORKERS, THREADS, ROUNDS = 2, 8, 3
KNOWN = "known=1"
"""A cookie of a reader of whom something is known: public pages are made for them."""

pytestmark = [pytest.mark.timeout(1200), pytest.mark.django_db(transaction=True)]


@contextmanager
def served() -> Iterator[int]:
    """The port of the pages, once they answer."""
    database = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = f"--interface wsgi --host 127.0.0.1 --port {port} --workers {WORKERS} --no-ws --blocking-threads {THREADS}"
    command = [sys.executable, "-m", "granian", *words.split(), "tests.bench.pages_server:application"]
    server = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url}, stdout=subprocess.DEVNULL)
    try:
        while not answers(port):
            assert server.poll() is None
            time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait()


def mixed(session: str, *, cookies: str) -> list[Page]:
    """Five public pages and five of a citizen's."""
    program = Program.objects.published().order_by("pk")[0]
    kind = DeadlineKind.objects.shown().order_by("pk")[0]
    public = ["/", reverse("programs:catalogue"), program.get_absolute_url(), reverse("kinds:kinds")]
    own = ["/espace/", "/messages/", "/documents/", "/rappels/preferences/", "/espace/"]
    pairs = zip([*public, kind.get_absolute_url()], own, strict=True)
    return [page for one, two in pairs for page in ((one, cookies), (two, session))]


def test_mixed_pages_under_load(signed_in):
    if not Program.objects.exists():  # benches that commit empty the tables
        _seed()
    client = signed_in(User.objects.get(email="amelie@relais.example"))
    session = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
    figures: dict[str, list[tuple[float, float, float]]] = {"made for each": [], "public pages shared": []}
    with served() as port:
        for _ in range(ROUNDS):
            for name, cookies in zip(figures, (KNOWN, ""), strict=True):
                times, others = read_for(port, mixed(session, cookies=cookies), SECONDS)
                assert others == 0
                cuts = statistics.quantiles(times, n=20)
                figures[name].append((len(times) / SECONDS, cuts[9] * 1000, cuts[18] * 1000))
    say(f"\n{READERS} readers, {WORKERS} workers, medians of {ROUNDS} rounds of {SECONDS} s, {told_load()}")
    say(f"{'mixed pages':<28}{'a second':>10}{'p50, ms':>10}{'p95, ms':>10}")
    for name, rounds in figures.items():
        rate, median, late = (statistics.median(column) for column in zip(*rounds, strict=True))
        say(f"{name:<28}{rate:>10.0f}{median:>10.0f}{late:>10.0f}")
