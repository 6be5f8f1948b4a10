"""Locks exclude, share, tell who holds them, and vanish with their holder."""

import subprocess
import sys
from pathlib import Path

from portal.launch.locks import FileLock, held
from portal.launch.places import ROOT

HOLD = """
import sys
from pathlib import Path
from portal.launch.locks import FileLock
lock = FileLock(Path(sys.argv[1])); lock.take(); lock.note(address="http://localhost:8123")
print("held", flush=True); sys.stdin.read()
"""


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.take()
    assert not second.take(wait=False)
    first.leave()
    assert second.take(wait=False)
    second.leave()


def test_the_last_of_several_users_knows_it(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    first.take(shared=True)
    second.take(shared=True)
    assert not first.take(wait=False)
    first.leave()
    assert second.take(wait=False)
    second.leave()


def test_what_the_holder_says_is_read_by_others(tmp_path: Path) -> None:
    with held(tmp_path / "lock") as lock:
        lock.note(address="http://localhost:8000")
        assert FileLock(tmp_path / "lock").facts() == {"address": "http://localhost:8000"}


def test_nothing_said_is_nothing_read(tmp_path: Path) -> None:
    assert FileLock(tmp_path / "lock").facts() == {}


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path / "lock"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout.readline() == b"held\n"
        lock = FileLock(tmp_path / "lock")
        assert not lock.take(wait=False)
        holder.kill()
        holder.wait()
        assert lock.take(wait=False)
        lock.leave()
