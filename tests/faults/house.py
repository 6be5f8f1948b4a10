"""The house under test: embedded database, sinks, workers and beat, each a process that can be killed and started."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from portal.environment.declared import SETTINGS
from portal.launch import local, postgres
from portal.launch.cluster import Cluster
from portal.launch.processes import dies_with_parent, is_alive, run, wait_for

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
"""Seconds given to the house to finish what is due."""


class House:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cluster = Cluster(folder)
        self.environment: dict[str, str] = {}
        self.processes: dict[str, subprocess.Popen] = {}
        self.port = 0
        """Of the pages, where a scenario starts them."""

    def connections(self, channel: str) -> int:
        """Of one sender: after a crash no more messages may be repeated."""
        name = f"{channel.upper()}_CONNECTIONS"
        return int(self.environment.get(name) or SETTINGS[name].default)

    # -- processes ---------------------------------------------------------------------------------------------------
    def start(self, name: str, *words: str, **environment: str) -> subprocess.Popen:
        """In a group of its own, so that a kill takes its children too."""
        log = (self.folder / "logs" / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=dies_with_parent(),
        )
        return self.processes[name]

    def start_sinks(self) -> None:
        known = local.facts(self.folder)
        ports = ["--smtp-port", str(known["smtp_port"]), "--sms-port", str(known["sms_port"])]
        self.start("sinks", "portal.demonstration", *ports, "--folder", str(self.folder / "demo"))

    def start_workers(self, count: int = 1, **environment: str) -> None:
        for number in range(1, count + 1):
            words = f"celery --quiet -A portal.celery worker -n worker{number}@%h --concurrency 3 --loglevel INFO"
            self.start(f"worker{number}", *words.split(), **environment)

    def start_beats(self, count: int = 1, **environment: str) -> None:
        for number in range(1, count + 1):
            words = "celery --quiet -A portal.celery beat --pidfile= --loglevel INFO"
            self.start(f"beat{number}", *words.split(), **environment)

    def end(self, *beginnings: str, number: int = signal.SIGTERM, patience: float = 30) -> None:
        """Ends all processes whose names begin so."""
        mine = {name: process for name, process in self.processes.items() if name.startswith(beginnings)}
        for process in mine.values():
            if process.poll() is None:
                process.send_signal(number)  # as a supervisor does: the worker tells its own children
        for name, process in mine.items():
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            del self.processes[name]

    def send_once(self, channel: str, *, release: bool = False) -> subprocess.Popen:
        """One sender apart, to be killed at will; or the release alone, that makes the deliveries."""
        code = "import django; django.setup(); from reminders.deliveries.{}"
        code = code.format(
            "release import release_notices; release_notices()"
            if release
            else f"actions import send; send(channel={channel!r})"
        )
        log = (self.folder / "logs" / "sender.log").open("ab")
        return subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def django(self, code: str) -> None:
        """Some lines in a process of their own, which knows the models."""
        words = [sys.executable, "-c", f"import django; django.setup(); {code}"]
        subprocess.run(words, cwd=ROOT, env=self.environment, check=True)

    # -- what breaks -------------------------------------------------------------------------------------------------
    def restart_database(self, *, immediate: bool) -> None:
        """Fast cuts the sessions; immediate is a crash, recovered from its journal."""
        pid = int((self.cluster.home / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT if immediate else signal.SIGINT)
        wait_for(lambda: not is_alive(pid), 30)
        self.cluster.start()

    def misbehave(self, **sinks: dict) -> None:
        """What the sinks do to whom calls them (see portal.demonstration.faults); nothing: all is well."""
        path = self.folder / "demo" / "control.json"
        path.with_suffix(".tmp").write_text(json.dumps(sinks))
        path.with_suffix(".tmp").replace(path)

    def move_clock(self, seconds: float) -> None:
        Path(self.environment["CLOCK_OFFSET_FILE"]).write_text(str(seconds))

    def clock(self) -> float:
        """Seconds by which the portal's clock is ahead."""
        path = Path(self.environment["CLOCK_OFFSET_FILE"])
        return float(path.read_text()) if path.exists() else 0.0

    def as_broker(self, statement: str) -> None:
        with psycopg.connect(self.cluster.url("broker"), autocommit=True) as broker:
            broker.execute(statement)

    def sql(self, statement: str, *words: object) -> list[tuple]:
        """As the owner, committed."""
        with psycopg.connect(self.environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
            cursor = owner.execute(statement, words or None)
            return cursor.fetchall() if cursor.description else []

    def arrived(self) -> list[dict]:
        """What the sinks accepted, in the order in which it came."""
        return [json.loads(path.read_text()) for path in sorted((self.folder / "demo/sent").glob("*.json"))]

    def wait(self, done: Callable[[], bool], patience: float = PATIENCE) -> bool:
        over = time.monotonic() + patience
        while not (is_done := done()) and time.monotonic() < over:
            time.sleep(0.2)
        return is_done


@contextmanager
def house(folder: Path | None = None) -> Iterator[House]:
    """Ready: tables made, sinks open, nobody at work yet."""
    with tempfile.TemporaryDirectory(prefix="relais-faults-") as made:
        place = House(Path(folder or made))
        for name in ("logs", "demo"):
            (place.folder / name).mkdir(parents=True, exist_ok=True)
        os.environ["DATA_DIR"] = str(place.folder)
        with postgres.in_use(place.folder) as addresses:
            os.environ.update(addresses)
            local.complete(os.environ, place.folder)
            place.environment = dict(os.environ) | {"PYTHONUNBUFFERED": "1"}
            place.environment.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
            migrate = [sys.executable, "manage.py", "migrate", "--database", "owner", "--run-syncdb", "--no-input"]
            run(migrate, title="migrate", log=place.folder / "logs/setup.log", env=place.environment, cwd=ROOT)
            place.start_sinks()
            try:
                yield place
            finally:
                place.end("")
