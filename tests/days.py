"""The day and hour of the suite, that `manage.py test --on DATE` puts in TEST_ON (loaded by `-p tests.days`).

Every clock of Python in this process is moved before Django reads its settings; it goes on. What many tests share (the
people of the database) is made ten minutes before; each test then begins at the instant itself, so that «31 December,
23:59» is true of the last one as of the first. Browser walks are never put back: the demonstration's clock goes on.

Not moved: PostgreSQL (leases and the like are its own), other processes (`clock_file`), Chromium.
"""

import datetime as dt
import os
import time
from pathlib import Path

import pytest
import time_machine

ON = os.environ.get("TEST_ON", "")
BEFORE = dt.timedelta(minutes=10)


def _seconds(at: dt.datetime) -> float:
    """A number, not a datetime: with a zone, time_machine would change TZ too."""
    return at.timestamp()


_AT = dt.datetime.fromisoformat(ON) if ON else None
_TRAVELLER = time_machine.travel(_seconds(_AT - BEFORE), tick=True).start() if _AT else None


def real_time() -> float:
    """Seconds of the real clock: what TOTP codes and signatures of other processes are made with."""
    hatch = time_machine.escape_hatch
    return hatch.time.time() if hatch.is_travelling() else time.time()


def ahead() -> float:
    """Seconds between this process's clock and the real one (0 without `--on`)."""
    return time.time() - real_time() if _TRAVELLER else 0.0


def clock_file(path: Path, *, seconds: float = 0) -> str:
    """Write the CLOCK_OFFSET_FILE of another process: its portal lives at this one's hour, and `seconds` later."""
    path.write_text(str(ahead() + seconds))
    return str(path)


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years earlier; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def begin() -> None:
    """Move the clock to the instant itself."""
    if _TRAVELLER:
        _TRAVELLER.move_to(_seconds(_AT))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    if _TRAVELLER and "browser" not in item.keywords:
        _TRAVELLER.move_to(_seconds(_AT - BEFORE))
    return (yield)


@pytest.fixture(autouse=True)
def _begins_at_the_instant(request):
    if "browser" in request.keywords:
        return
    # The mark alone asks for the database while the test is set up: what is made once would be made at the instant.
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("django_db_setup")
    begin()


def pytest_report_header() -> str:
    return f"as if it were {ON}" if ON else ""


def pytest_addoption(parser) -> None:
    parser.addoption("--long", action="store_true", help="run only what is long by nature (marker `long`)")


def pytest_collection_modifyitems(config, items) -> None:
    """What is long by nature has a command of its own, `manage.py test --long`."""
    wanted = config.getoption("--long")
    left_out = [item for item in items if (item.get_closest_marker("long") is not None) != wanted]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
