"""A real clamd on loopback, with the one test signature of the repository."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

SIGNATURES = Path(__file__).parents[2] / "fixtures" / "clamav"


class Scanner:
    """Started and stopped by the tests: `scanner.stop()` is an outage."""

    def __init__(self, room: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url, self.process, self.room = f"tcp://127.0.0.1:{self.port}", None, room
        shutil.copytree(SIGNATURES, room / "signatures")
        lines = {
            "TCPSocket": self.port,
            "TCPAddr": "127.0.0.1",
            "DatabaseDirectory": room / "signatures",
            "TemporaryDirectory": room,
            "Foreground": "yes",
            "AlertExceedsMax": "yes",
            "StreamMaxLength": "26M",
        }
        (room / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in lines.items()))

    def start(self) -> None:
        command = [shutil.which("clamd") or "/usr/sbin/clamd", "-c", str(self.room / "clamd.conf")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            if self._answers():
                return
            time.sleep(0.1)
        raise AssertionError("clamd does not start")

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


@pytest.fixture(scope="session")
def _scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanner]:
    if not (shutil.which("clamd") or Path("/usr/sbin/clamd").exists()):
        pytest.skip("clamd is not installed: .ci/run installs it")
    scanner = Scanner(tmp_path_factory.mktemp("clamd"))
    yield scanner
    scanner.stop()


@pytest.fixture
def scanner(_scanner: Scanner, settings) -> Scanner:
    """A running clamd that the portal is told of."""
    if _scanner.process is None:
        _scanner.start()
    settings.CLAMD_URL = _scanner.url
    return _scanner
