"""Move the demonstration's clock, a file that every process reads (see `portal.clock`); begin it again."""

from pathlib import Path

from celery import current_app
from django.conf import settings

from portal import clock
from portal.demonstration.waking import due_between
from portal.launch.places import BEGIN_AGAIN


def offset() -> float:
    """Seconds between the demonstration's clock and the real one."""
    try:
        return float(Path(settings.CLOCK_OFFSET_FILE).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0.0


def move_clock(*, seconds: float) -> None:
    """Moves it further, or back when negative. Replaces the file whole: others read it at any moment.

    Beat lives by the real clock: what was to run in between is asked for now, once."""
    before = clock.now()
    path = Path(settings.CLOCK_OFFSET_FILE)
    partial = path.with_name(f"{path.name}.new")
    partial.write_text(str(offset() + seconds), encoding="ascii")
    partial.replace(path)
    current_app.finalize()  # gathers what the apps declare: pages may not have needed a task yet
    for entry in due_between(current_app.conf.beat_schedule, before, clock.now()):
        current_app.send_task(entry["task"], expires=entry.get("options", {}).get("expires"))


def reset_clock() -> None:
    """Back to the real time."""
    Path(settings.CLOCK_OFFSET_FILE).unlink(missing_ok=True)


def ask_to_begin_again() -> None:
    """Leave the launcher a word: it looks for it several times a second (`portal/launch/demo.py`)."""
    (Path(settings.DATA_DIR) / BEGIN_AGAIN).touch()


def may_begin_again() -> bool:
    """Whether the database is the launcher's own, which it can make anew."""
    return (Path(settings.DATA_DIR) / "postgres.json").is_file()
