"""Tools of the set-up: their output is kept, their failure explained."""

import sys
from pathlib import Path

import pytest

from portal.launch.processes import command_of, is_alive, run
from portal.launch.sentences import NO_SPACE, Trouble


def test_output_goes_to_the_log(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "setup.log"
    run([sys.executable, "-c", "print('bonjour')"], title="Salut", log=log)
    assert log.read_text() == "\n== Salut\nbonjour\n"


def test_a_known_failure_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        run([sys.executable, "-c", "raise SystemExit('No space left on device')"], title="X", log=tmp_path / "log")
    assert caught.value is NO_SPACE


def test_only_this_tool_s_output_is_read(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("No space left on device\n")
    with pytest.raises(Trouble) as caught:
        run([sys.executable, "-c", "raise SystemExit('étrange')"], title="Étape", log=tmp_path / "log")
    assert caught.value.what == "L’étape « Étape » n’a pas abouti (étrange)."
    assert str(tmp_path / "log") in caught.value.then


def test_processes_are_told_apart() -> None:
    assert is_alive(1)
    assert not is_alive(2**22 + 1)
    assert command_of(2**22 + 1) == "postgres"
