"""Move the demonstration's clock, a file that every process reads (see `portal.clock`); begin it again."""

from pathlib import Path

from django.conf import settings

from portal.launch.places import BEGIN_AGAIN


def offset() -> float:
    """Seconds between the demonstration's clock and the real one."""
    try:
        return float(Path(settings.CLOCK_OFFSET_FILE).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0.0


def move_clock(*, seconds: float) -> None:
    """Moves it further, or back when negative. Replaces the file whole: others read it at any moment."""
    path = Path(settings.CLOCK_OFFSET_FILE)
    partial = path.with_name(f"{path.name}.new")
    partial.write_text(str(offset() + seconds), encoding="ascii")
    partial.replace(path)


def reset_clock() -> None:
    """Back to the real time."""
    Path(settings.CLOCK_OFFSET_FILE).unlink(missing_ok=True)


def ask_to_begin_again() -> None:
    """Leave the launcher a word: it looks for it several times a second (`portal/launch/demo.py`)."""
    (Path(settings.DATA_DIR) / BEGIN_AGAIN).touch()


def may_begin_again() -> bool:
    """Whether the database is the launcher's own, which it can make anew."""
    return (Path(settings.DATA_DIR) / "postgres.json").is_file()
