"""Settings of one machine: made once, private, never over what the environment says."""

import json
import socket
from pathlib import Path

import pytest

from portal.launch import local
from portal.launch.sentences import Trouble


def complete(folder: Path, **given: str) -> dict[str, str]:
    """Keys are not made here: the file is."""
    (folder / "keys.json").touch()
    environment = dict(given)
    local.complete(environment, folder)
    return environment


def test_secrets_are_made_once_and_private(tmp_path: Path) -> None:
    first = complete(tmp_path)
    assert complete(tmp_path) == first
    assert len(first["SECRET_KEY"]) > 50
    assert (tmp_path / "local.json").stat().st_mode & 0o077 == 0


def test_it_is_the_demonstration_on_localhost(tmp_path: Path) -> None:
    settings = complete(tmp_path)
    assert settings["DEMO"] == "1"
    assert settings["SITE_URL"] == "http://localhost:8000"
    assert "127.0.0.1" in settings["ALLOWED_HOSTS"].split(",")


def test_what_the_environment_says_stays(tmp_path: Path) -> None:
    assert complete(tmp_path, SITE_URL="https://relais.example")["SITE_URL"] == "https://relais.example"


def test_a_sink_moves_when_its_port_is_taken(tmp_path: Path) -> None:
    before = local.facts(tmp_path)
    with socket.create_server(("127.0.0.1", before["smtp_port"])):
        local.choose_ports(tmp_path, 8123)
    after = json.loads((tmp_path / "local.json").read_text())
    assert after["smtp_port"] != before["smtp_port"]
    assert (after["sms_port"], after["port"]) == (before["sms_port"], 8123)
    assert complete(tmp_path)["SITE_URL"] == "http://localhost:8123"


def test_keys_are_never_made_a_second_time(tmp_path: Path) -> None:
    """A key file that is gone is said: new keys in its place would open nothing that is kept here."""
    complete(tmp_path)
    (tmp_path / "keys.json").unlink()
    with pytest.raises(Trouble, match="keys.json n’est plus là"):
        local.complete({}, tmp_path)
    assert not (tmp_path / "keys.json").exists()
