"""What the antivirus client understands of clamd's answers, on a real socket; a real clamd is in test_screening."""

import socket
import struct
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.documents import scanner

FILE = b"a" * 150_000


class Clamd(threading.Thread):
    """Reads one INSTREAM, keeps the file that it carried, answers `answer` and hangs up."""

    def __init__(self, listening: socket.socket, answer: bytes) -> None:
        super().__init__(daemon=True)
        self.listening, self.answer, self.received = listening, answer, b""
        self.start()

    def run(self) -> None:
        client, _ = self.listening.accept()
        with client, client.makefile("rb") as incoming:
            assert incoming.read(10) == b"zINSTREAM\0"
            while length := struct.unpack("!L", incoming.read(4))[0]:
                self.received += incoming.read(length)
            client.sendall(self.answer)


@pytest.fixture
def clamd(settings) -> Callable[[bytes], Clamd]:
    listening = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD_URL = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
    yield lambda answer: Clamd(listening, answer)
    listening.close()


def test_a_clean_file_arrives_whole(clamd) -> None:
    running = clamd(b"stream: OK\0")
    assert scanner.scan(FILE) is True
    assert running.received == FILE


def test_an_empty_file_is_scanned(clamd) -> None:
    clamd(b"stream: OK\0")
    assert scanner.scan(b"") is True


@pytest.mark.parametrize(
    ("answer", "code"),
    [(b"stream: Eicar-Test FOUND\0", "infected"), (b"stream: Heuristics.Limits.Exceeded FOUND\0", "too_complex")],
)
def test_a_signature_refuses_the_file(clamd, answer: bytes, code: str) -> None:
    clamd(answer)
    with pytest.raises(scanner.Infected) as caught:
        scanner.scan(FILE)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: OK", b"stream: Can't allocate memory ERROR\0", b"INSTREAM size limit exceeded. ERROR\0", b"\0"],
    ids=["nothing", "cut short", "an error", "too large", "empty"],
)
def test_anything_else_is_no_verdict(clamd, answer: bytes) -> None:
    clamd(answer)
    with pytest.raises(scanner.ScannerDown):
        scanner.scan(FILE)


def test_nobody_answers(settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    settings.CLAMD_URL = f"tcp://127.0.0.1:{port}"
    with pytest.raises(scanner.ScannerDown):
        scanner.scan(FILE)


def test_a_socket_of_the_machine_serves_too(settings, tmp_path: Path) -> None:
    path = tmp_path / "clamd.ctl"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(path))
        listening.listen()
        settings.CLAMD_URL = f"unix://{path}"
        Clamd(listening, b"stream: OK\0")
        assert scanner.scan(FILE) is True


def test_an_absent_socket_is_no_verdict(settings, tmp_path: Path) -> None:
    settings.CLAMD_URL = f"unix://{tmp_path}/nothing"
    with pytest.raises(scanner.ScannerDown):
        scanner.scan(FILE)
