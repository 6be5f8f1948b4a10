"""What the person reads when all is ready."""

import json
from pathlib import Path

import pytest

from portal.launch.welcome import welcome


def people(*passwords: str) -> str:
    return json.dumps(
        [
            {"email": f"p{rank}@relais.example", "password": password, "role": "agent", "name": "Aïcha Benali"}
            for rank, password in enumerate(passwords)
        ]
    )


def test_a_shared_password_is_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "accounts.json").write_text(people("une-phrase", "une-phrase"))
    welcome("http://localhost:8123", tmp_path / "accounts.json", seconds=3.14)
    said = capsys.readouterr().out
    assert "Relais est prêt (3,1 s) : http://localhost:8123\n" in said
    assert said.count("une-phrase") == 1
    assert "Aïcha Benali, agente ou agent" in said
    assert "http://localhost:8123/demonstration/" in said


def test_different_passwords_are_each_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "accounts.json").write_text(people("une", "autre"))
    welcome("http://localhost:8123", tmp_path / "accounts.json", seconds=3)
    assert {"une", "autre"} <= set(capsys.readouterr().out.split())
