"""What tools print becomes a plain sentence with what to do next."""

import pytest

from portal.launch import sentences
from portal.launch.sentences import Trouble, explain


@pytest.mark.parametrize(
    ("output", "trouble"),
    [
        ("OSError: [Errno 28] No space left on device", sentences.NO_SPACE),
        ("npm error code ENOSPC", sentences.NO_SPACE),
        ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", sentences.NO_NETWORK),
        (
            "ERROR: Could not find a version that satisfies the requirement x==1 (from versions: none)",
            sentences.NO_NETWORK,
        ),
        ("npm error code EAI_AGAIN", sentences.NO_NETWORK),
        ("The virtual environment was not created successfully because ensurepip is not available.", sentences.NO_VENV),
        ("PermissionError: [Errno 13] Permission denied: '/opt/x'", sentences.NO_RIGHT),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", sentences.ALTERED),
        ("SyntaxError: invalid syntax", None),
    ],
)
def test_known_troubles_are_recognized(output: str, trouble: Trouble | None) -> None:
    assert explain(output, downloads=True) is trouble


def test_a_full_disk_wins_over_what_it_breaks() -> None:
    assert explain("connection refused\nno space left on device", downloads=True) is sentences.NO_SPACE


def test_the_network_is_blamed_by_those_who_need_it_only() -> None:
    assert explain("connection refused") is None
    assert explain("ModuleNotFoundError: No module named 'x'", downloads=True) is None


def test_a_trouble_says_what_happened_then_what_to_do() -> None:
    assert str(sentences.NO_VENV).count("\n→ ") == 1


def test_a_step_says_its_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    with sentences.step("Base de données"):
        pass
    assert capsys.readouterr().out == "  Base de données…\n      fait en 0,0 s\n"


def test_a_step_that_fails_is_not_said_done(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Trouble), sentences.step("Base de données"):
        raise sentences.NO_SPACE
    assert "fait" not in capsys.readouterr().out
