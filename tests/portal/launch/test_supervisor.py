"""Processes are kept running, die with their supervisor, and are all stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.launch.places import ROOT
from portal.launch.processes import is_alive, wait_for
from portal.launch.supervisor import KINDNESS, LOG_LIMIT, Child, Supervisor

SLEEPER = [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(60)"]
SUPERVISOR = """
import os, sys
from pathlib import Path
from portal.launch.supervisor import Child, Supervisor
child = Child("dormeur", [sys.executable, "-c", "import time; time.sleep(60)"], Path(sys.argv[1]), os.environ)
supervisor = Supervisor([child]); supervisor.start()
print(child.process.pid, flush=True); supervisor.watch()
"""


@pytest.fixture
def child(tmp_path: Path) -> Child:
    return Child("dormeur", SLEEPER, tmp_path / "sleeper.log", os.environ)


@pytest.fixture
def supervisor(child: Child) -> Iterator[Supervisor]:
    kept = Supervisor([child])
    kept.start()
    yield kept
    kept.stop()


def test_a_process_that_dies_is_restarted(supervisor: Supervisor, child: Child, capsys) -> None:
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    assert supervisor.watch(until=lambda: child.is_running() and child.process.pid != first, patience=5)
    assert "« dormeur » s’est arrêté; il redémarre" in capsys.readouterr().out


def test_one_that_keeps_dying_is_restarted_less_and_less(supervisor: Supervisor, child: Child) -> None:
    for fall in range(3):
        child.process.kill()
        child.process.wait()
        supervisor._revive(child)
        assert child.falls == fall + 1
        waits = child.restart_at > 0
        child.restart_at = 0.0
        child.start()
        assert waits


def test_a_request_to_stop_ends_the_watch(supervisor: Supervisor, child: Child) -> None:
    supervisor.ask_to_stop()
    assert not supervisor.watch()
    supervisor.stop()
    assert not child.is_running()


def test_a_second_request_does_not_wait(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    child = Child("sourd", [sys.executable, "-c", deaf], tmp_path / "deaf.log", os.environ)
    kept = Supervisor([child])
    kept.start()
    assert wait_for(lambda: child.log.stat().st_size > 0, 10)
    kept.ask_to_stop()
    kept.ask_to_stop()
    start = time.monotonic()
    kept.stop()
    assert time.monotonic() - start < KINDNESS / 2
    assert child.process.returncode == -signal.SIGKILL


def test_patience_has_an_end(supervisor: Supervisor) -> None:
    assert not supervisor.watch(until=lambda: False, patience=0.01)


def test_processes_die_with_a_killed_supervisor(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux tells a process that its parent died")
    command = [sys.executable, "-c", SUPERVISOR, tmp_path / "log"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()
    assert wait_for(lambda: not is_alive(pid), 5)


def test_a_large_log_is_set_aside(tmp_path: Path, child: Child) -> None:
    with child.log.open("wb") as log:
        log.truncate(LOG_LIMIT + 1)
    child.start()
    child.signal(signal.SIGKILL)
    child.process.wait()
    assert (tmp_path / "sleeper.log.1").stat().st_size > LOG_LIMIT
    assert child.log.stat().st_size < LOG_LIMIT


def test_a_process_added_later_is_kept_running_too(supervisor: Supervisor, tmp_path: Path) -> None:
    other = Child("autre", SLEEPER, tmp_path / "other.log", os.environ)
    supervisor.add([other])
    first = other.process.pid
    os.kill(first, signal.SIGKILL)
    assert supervisor.watch(until=lambda: other.is_running() and other.process.pid != first, patience=5)
