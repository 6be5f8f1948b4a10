"""Processes we start: they die with us, and what they print can be explained."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from portal.launch.sentences import Trouble, explain

_PR_SET_PDEATHSIG = 1
# Looked up once here: after a fork only the bare call is made.
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def dies_with_parent(number: int = signal.SIGKILL) -> Callable[[], None]:
    """A `preexec_fn`: Linux sends `number` to the child when its parent dies, even by kill -9; nothing elsewhere."""

    def ask() -> None:
        if _prctl is not None:
            _prctl(_PR_SET_PDEATHSIG, number)

    return ask


def run(
    command: Sequence[str | Path],
    *,
    title: str,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    downloads: bool = False,
) -> None:
    """Runs a tool of the set-up, its output appended to `log`; `downloads`: it needs the network.

    Raises Trouble: the known one that its output reveals, else one naming the step, the last line and the log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        output.write(f"\n== {title}\n".encode())
        output.flush()
        start = output.tell()
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            cwd=cwd,
            check=False,
            preexec_fn=dies_with_parent(),
        )
    if done.returncode:
        with log.open("rb") as output:
            output.seek(start)
            raise trouble_of(output.read().decode(errors="replace"), title=title, log=log, downloads=downloads)


def trouble_of(output: str, *, title: str, log: Path, downloads: bool) -> Trouble:
    known = explain(output, downloads=downloads)
    if known:
        return known
    last = deque((line.strip() for line in output.splitlines() if line.strip()), maxlen=1)
    return Trouble(
        f"L’étape « {title} » n’a pas abouti" + (f" ({last[0][:200]})." if last else "."),
        f"Les détails sont dans {log}. Relancez la même commande : elle reprendra là où elle s’est arrêtée.",
    )


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def is_alive(pid: int) -> bool:
    """A zombie of ours (we started it and it ended) is not alive."""
    with contextlib.suppress(ChildProcessError):
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def command_of(pid: int) -> str:
    """The program's command line on Linux; elsewhere "postgres", so that nothing is removed by mistake."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return "postgres"
