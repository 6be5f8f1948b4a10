"""The demonstration made anew: what it made goes, its keys and its ports stay."""

from pathlib import Path

import pytest

from portal.launch import demo

KEPT = ("keys.json", "local.json", "logs/setup.log", "static/style.css")
MADE = ("postgres/data/PG_VERSION", "postgres.json", "files/a", "demo/1.json", "accounts.json", "stamps/database")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (*KEPT, *MADE):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    return tmp_path


def test_what_it_made_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo.Cluster, "is_running", lambda self: False)
    demo._forget(folder)
    assert [name for name in MADE if (folder / name).exists()] == []
    assert all((folder / name).exists() for name in KEPT)


def test_nothing_goes_while_another_command_uses_the_database(folder: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(demo.Cluster, "is_running", lambda self: True)
    demo._forget(folder)
    assert all((folder / name).exists() for name in MADE)
    assert "les données sont gardées" in capsys.readouterr().out
