"""An installation made as docs/production.md says: its commands, its processes, with services of this machine."""

import contextlib
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from portal.launch.cluster import Cluster
from portal.launch.ports import free_port
from portal.launch.processes import dies_with_parent
from tests.browser.conftest import ROOT
from tests.browser.https import Proxy

GUIDE = (ROOT / "docs/production.md").read_text(encoding="utf-8")
HOST = "relais.example"
OPERATOR = "olga@example.org"
"""The address that the guide takes as its example."""
EXPECTED = {"pages", "worker", "beat"}


def section(title: str) -> str:
    return re.search(rf"^## {title}\n(.*?)(?=^## )", GUIDE, re.M | re.S)[1]


def steps() -> list[str]:
    """The numbered steps of «Once»."""
    return re.split(r"^(?=\d+\. \*\*)", section("Once"), flags=re.M)[1:]


def commands(step: str) -> list[list[str]]:
    """Every line of its fenced blocks."""
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", step, re.M | re.S)
    return [shlex.split(line) for block in blocks for line in block.splitlines() if line.strip()]


def processes() -> dict[str, list[str]]:
    """The command of each line of the table of processes."""
    found = dict(re.findall(r"^\| (\w+) \| `([^`]+)` \|", section("Processes"), re.M))
    assert set(found) == EXPECTED, "the table of processes changed: so must this walk"
    return {name: shlex.split(command) for name, command in found.items()}


def example() -> dict[str, str]:
    """The settings of `.env.example`, as who copies it finds them."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@dataclass
class Installation:
    """One fresh machine: database, settings, processes. `smtp`: the port of the relay."""

    folder: Path
    clamd: str
    pages: int = field(default_factory=free_port)
    https: int = field(default_factory=free_port)
    smtp: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cluster = Cluster(self.folder)
        self.database = f"@127.0.0.1:{self.cluster.facts()['port']}/relais"
        self.settings = example() | {
            "SECRET_KEY": secrets.token_urlsafe(64),
            "DATABASE_URL": f"postgres://relais_web:{secrets.token_hex(9)}{self.database}",
            "DATABASE_OWNER_URL": f"postgres://relais_owner:{secrets.token_hex(9)}{self.database}",
            "BROKER_URL": f"pgmq://relais_broker:{secrets.token_hex(9)}{self.database}",
            "ENCRYPTION_KEYS": str(self.folder / "keys.json"),
            "SITE_URL": f"https://{HOST}:{self.https}",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp}",
            "SMS": "off",
            "SMS_URL": "",
            "CLAMD_URL": self.clamd,
            "DATA_DIR": str(self.folder / "data"),
        }
        assert not any("PASSWORD" in value for value in self.settings.values()), "what the example leaves to fill"

    @property
    def url(self) -> str:
        return self.settings["SITE_URL"]

    def environment(self, *, sets_up: bool = False) -> dict[str, str]:
        """The owner's and the superuser's addresses are there only where the guide wants them."""
        ours = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(self.folder)} | self.settings
        if sets_up:
            return ours | {"DATABASE_SUPERUSER_URL": self.cluster.url("superuser", database="postgres")}
        return {name: value for name, value in ours.items() if name != "DATABASE_OWNER_URL"}

    def run(self, command: list[str]) -> str:
        """What a command of the guide says; it must be one of `manage.py`, and end well."""
        assert command[:2] == ["python", "manage.py"], f"the walk does not know how to run {command}"
        words = [self.address_of(OPERATOR) if word == OPERATOR else word for word in command[1:]]
        environment = self.environment(sets_up="set_up" in words)
        done = subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @staticmethod
    def address_of(example: str) -> str:
        return f"{example.split('@')[0]}@{HOST}"

    def start(self, name: str, command: list[str]) -> None:
        """One process, its output in a file of its name."""
        command = [str(self.pages) if word == "8000" else word for word in command]
        with (self.folder / f"{name}.log").open("w") as log:
            self.running[name] = subprocess.Popen(
                [Path(sys.executable).with_name(command[0]), *command[1:]],
                cwd=ROOT,
                env=self.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )

    def start_relay(self) -> None:
        """Where e-mails go; they are read in `demo/sent` of the folder, as the demonstration's are."""
        ports = ["--smtp-port", str(self.smtp), "--sms-port", str(free_port())]
        self.start("relay", ["python", "-m", "portal.demonstration", *ports, "--folder", str(self.folder / "demo")])

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def stop(self) -> None:
        """As a supervisor does: SIGTERM to each, and each ends by itself."""
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait(60)


@contextlib.contextmanager
def installed(folder: Path, clamd: str) -> Iterator[Installation]:
    """A database server, a relay and a proxy, ended afterwards with whatever the guide had started."""
    folder.chmod(0o711)
    made = Installation(folder, clamd)
    proxy = Proxy(port=made.https, pages=made.pages, host=urlsplit(made.url).hostname, folder=folder)
    serving = threading.Thread(target=proxy.serve_forever, daemon=True)
    serving.start()
    try:
        made.cluster.start()
        made.start_relay()
        yield made
    finally:
        made.stop()
        proxy.shutdown()
        proxy.server_close()
        made.cluster.stop()
        shutil.rmtree(made.cluster.home, ignore_errors=True)
