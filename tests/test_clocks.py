"""Only `portal.clock` says what time it is; the database's clock serves for the reasons given here."""

import datetime as dt
import re
from pathlib import Path

from django.db.models import DateTimeField

from portal.clock import day_of
from tests.own_apps import PACKAGES, own_models

ROOT = Path(__file__).resolve().parent.parent
MODELS = own_models()

# `now()` is also the name of our clock in Python: the database's is the one that follows a word of SQL in capitals.
OF_THE_DATABASE = re.compile(
    r"\bNow\(\)|\b(?:clock|statement|transaction)_timestamp\(|\btimeofday\(|(?i:\bcurrent_(?:date|time|timestamp)\b)"
    r"|(?i:\blocaltime(?:stamp)?\b(?!\())|\b(?:SELECT|DEFAULT|VALUES|SET|WHERE|AND)\b[^\n#]{0,80}?(?<![\w.])now\(\)"
    r"|'(?:now|today|tomorrow|yesterday)'::"
)
LEASE = "a lease: the claim and its end are compared by one clock, whatever the machine of the worker that died"
RIGHTLY = {
    "portal/retention/actions.py": "nothing is erased while the database's clock and this machine's differ",
    "portal/counters/sql/counters.sql": "a count is erased once both clocks say that it has ended",
    "portal/health/signs.py": "signs of life of several machines are compared by one clock",
    "reminders/deliveries/sql/claims.sql": LEASE,
    "reminders/deliveries/querysets.py": LEASE,
    "portal/webhooks/sql/webhooks.sql": LEASE,
    "reminders/calls/actions.py": LEASE,
    "reminders/calls/querysets.py": LEASE,
}


def sources(*suffixes: str) -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for app in PACKAGES
        for path in sorted((ROOT / app).rglob("*"))
        if path.suffix in suffixes
    }


def test_datetimes_come_from_the_one_clock():
    """No model fills a column from the machine's clock, nor from the database's."""
    odd = [
        f"{model.__name__}.{field.name}"
        for model in MODELS
        for field in model._meta.fields
        if isinstance(field, DateTimeField) and (field.auto_now or field.auto_now_add or field.has_db_default())
    ]
    assert not odd


def test_only_the_clock_reads_the_time():
    """`timezone.now()`, `date.today()` and the like are read in `portal.clock` (leases and health: the real clock)."""
    real = re.compile(r"timezone\.now\(|date\.today\(|datetime\.now\((?!dt\.UTC)|datetime\.utcnow\(")
    odd = [
        f"{path}: {match[0]}"
        for path, text in sources(".py").items()
        if "/launch/" not in path and "/demonstration/" not in path and not path.endswith("clock.py")
        for match in real.finditer(text)
    ]
    assert not odd


def test_sql_takes_the_instant_from_the_clock():
    """A statement that asks PostgreSQL for the time does not follow the portal's clock: it is given the instant."""
    found = {path for path, text in sources(".py", ".sql").items() if OF_THE_DATABASE.search(text)}
    assert found == set(RIGHTLY)


def test_a_day_is_never_that_of_utc():
    """From 19:00 or 20:00 in Québec, `at.date()` is tomorrow's: `portal.clock.day_of(at)`, or of a local hour."""
    of_no_instant = {
        "portal/foundation/formats/cells.py": {"value"},  # a cell of a spreadsheet has no zone
        "reminders/imported_deadlines/rows.py": {"value"},  # as above
        "reminders/reminders/places.py": {"home"},  # local
        "reminders/holidays/querysets.py": {"at"},  # days around it, of every zone
        "reminders/kind_versions/preview.py": {"self.leaves_at"},  # local
    }
    odd = [
        f"{path}: {name}.date()"
        for path, text in sources(".py").items()
        if "/launch/" not in path
        for name in re.findall(r"([\w.]+|[\w.]+\([^()\n]*(?:\([^()\n]*\))?[^()\n]*\))\.date\(\)", text)
        if "local" not in name and "astimezone" not in name and name not in of_no_instant.get(path, ())
    ]
    assert not odd


def test_templates_do_not_read_the_machines_clock():
    """`{% now %}` does not follow the portal's clock (`{% today %}` does). Django's own script asks it in «gestion»."""
    pages = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    odd = [str(path) for path in pages if "{% now" in path.read_text(encoding="utf-8")]
    assert odd == [str(ROOT / "templates/admin/base.html")]


def test_the_day_of_an_instant_is_quebecs():
    evening = dt.datetime(2026, 12, 1, 2, tzinfo=dt.UTC)
    assert day_of(evening) == dt.date(2026, 11, 30) and day_of(evening, "Europe/Paris") == dt.date(2026, 12, 1)


def test_the_guard_knows_the_databases_clock():
    refused = [
        '"SELECT now() AT TIME ZONE %s"',
        "claimed_until = clock_timestamp() + %(lease)s",
        "created_at timestamptz NOT NULL DEFAULT now()",
        "WHERE due_on < CURRENT_DATE",
        "db_default=Now()",
        "INSERT INTO x VALUES (1, now())",
        "due_on = 'today'::date",
    ]
    assert all(OF_THE_DATABASE.search(line) for line in refused)
    ours = [
        "mine.update(state=state, settled_at=now())",
        "timezone.localtime(at)",
        "due(now()).filter(citizen=citizen)",
    ]
    assert not any(OF_THE_DATABASE.search(line) for line in ours)
