"""What the demonstration refuses, in sentences, before doing anything."""

import socket
from pathlib import Path

import pytest

from portal.launch import demo, installation
from portal.launch.locks import held
from portal.launch.sentences import Trouble


@pytest.fixture(autouse=True)
def nothing_is_set_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr(installation, "ensure", lambda command: pytest.fail("too late to refuse"))


def test_a_taken_port_is_said_with_a_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(Trouble) as caught:
            demo.main(["--port", str(port)])
    assert f"Le port {port} est déjà pris" in caught.value.what
    assert "--port" in caught.value.then
    assert f"--port {port} " not in caught.value.then


def test_a_second_demonstration_gives_the_address_of_the_first(tmp_path: Path) -> None:
    with held(tmp_path / "demo.lock") as lock:
        lock.note(address="http://localhost:8123")
        with pytest.raises(Trouble) as caught:
            demo.main([])
    assert "http://localhost:8123" in caught.value.what
    assert "--data-dir" in caught.value.then


@pytest.mark.parametrize(("cores", "workers"), [(1, 1), (2, 2), (16, 2), (None, 1)])
def test_the_pages_have_two_processes_where_the_machine_has_two_cores(monkeypatch, cores, workers) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert demo._workers() == workers
