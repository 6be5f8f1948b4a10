"""Each statement kept in a `.sql` file is planned by PostgreSQL as it is composed: tables, columns and types exist."""

import datetime as dt
import uuid
from pathlib import Path

import pytest
from django.db import connection
from psycopg.types.json import Jsonb

from messaging.imported_messages import facts as imported_messages
from portal.clock import now, today
from portal.consents.models import Channel
from portal.counters import table as counters
from portal.criteria.sql import Sql
from portal.foundation.statements import Statements
from portal.imported_dossiers import facts as imported_dossiers
from portal.notices.models import Notice
from portal.webhooks import statements as webhooks
from programs.scans.statements import Population, Scan
from reminders.deliveries import claims, release_sql
from reminders.deliveries.adapters import adapter_of, adapters
from reminders.fallback import statements as fallback
from reminders.imported_deadlines import facts as imported
from reminders.indicators import measuring
from reminders.reminders.planning import plan_statement
from reminders.still_due import asking

ROOT = Path(__file__).resolve().parent.parent
PURPOSES = {str(kind): str(purpose) for kind, purpose in Notice.PURPOSES.items()}
RELEASES = {
    "release_reminders": lambda: release_sql.reminders_statement(adapters()),
    "release_notices": lambda: release_sql.notices_statement(adapters(), PURPOSES),
}


def _release(name: str) -> str:
    return RELEASES[name]() if name in RELEASES else release_sql.compose(name)


def _fallback(name: str) -> str:
    return fallback.next_channel(adapters()) if name == "next_channel" else fallback.STATEMENTS.compose(name)


def _scan(name: str) -> str:
    """With two programs over the real tables; the values of its criteria and facts are literals here."""
    scan = Scan(Population({"age": "1"}, crossing="{0} + 1"), {0: Sql("TRUE"), 1: Sql('"age" > 2')}, ("age",))
    key = "{} = '00000000-0000-0000-0000-000000000001'::uuid"
    if name == "write":
        return scan.write(Sql(key.replace("{}", "{0}")), 20_000).text.replace("%s", "1")
    return scan.look_ahead(key, (), 20_000, 20_100).text.replace("%s", "1")


COMPOSERS = {
    "portal/counters/sql/counters.sql": lambda name: counters.statement(name, "counters_keptcounter"),
    "programs/scans/sql/scans.sql": _scan,
    "reminders/indicators/sql/measuring.sql": measuring.statement,
    "reminders/reminders/sql/planning.sql": lambda name: plan_statement("SELECT id FROM deadlines_deadline"),
    "portal/webhooks/sql/webhooks.sql": lambda name: webhooks.STATEMENTS.compose(name, facts=imported.SOURCE.statement),
    "reminders/imported_deadlines/sql/facts.sql": imported.STATEMENTS.compose,
    "reminders/deliveries/sql/claims.sql": lambda name: claims.statement(name, adapter_of(Channel.SMS)),
    "reminders/deliveries/sql/release.sql": _release,
    "reminders/fallback/sql/fallback.sql": _fallback,
    "portal/imported_dossiers/sql/facts.sql": imported_dossiers.STATEMENTS.compose,
    "messaging/imported_messages/sql/facts.sql": imported_messages.STATEMENTS.compose,
    "reminders/still_due/sql/still_due.sql": asking.compose,
}
FILES = [path for app in ("portal", "messaging", "programs", "reminders") for path in (ROOT / app).rglob("*.sql")]
NAMED = [(str(path.relative_to(ROOT)), name) for path in FILES for name in Statements(path).names]


@pytest.fixture
def values():
    key = uuid.UUID(int=1)
    return {
        "at": now(),
        "key": key,
        "low": key,
        "high": key,
        "value": Jsonb(1),
        "ends_at": now(),
        "lasting": dt.timedelta(minutes=1),
        "before": now(),
        "since": now(),
        "post_since": now(),
        "later": None,
        "channel": "sms",
        "kind": "kind",
        "sender": 1,
        "alive": 1,
        "size": 10,
        "shards": [0],
        "aside": [],
        "people": None,
        "ids": [key],
        "states": ["failed"],
        "codes": [""],
        "references": [""],
        "thens": [None],
        "ambiguous": [0],
        "attempts": [key],
        "addresses": [""],
        "reminder_refs": [""],
        "oldest": today(),
        "start": today(),
        "end": today(),
        "digital": ["email"],
        "last": dt.timedelta(1),
        "whole": False,
        "latest": today(),
        "while": dt.timedelta(1),
        "just": dt.timedelta(1),
        "work": "kind",
        "quietest": now(),
        "subject_type": "app.model",
        "subscriptions": 8,
        "each": 4,
        "lease": dt.timedelta(minutes=3),
        "longest": dt.timedelta(minutes=3),
        "organizations": [key],
        "ahead": dt.timedelta(minutes=10),
        "soon": now(),
        "stale": now(),
        "most": 50,
        "reminders": [1],
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "name"), NAMED)
def test_each_statement_is_planned(path, name, values):
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + COMPOSERS[path](name), values)
        assert cursor.fetchall()


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_each_statement_says_its_purpose(path, name):
    text = (ROOT / path).read_text(encoding="utf-8")
    assert text.split(f"-- name: {name}\n")[1].startswith("-- ")


@pytest.fixture
def written(tmp_path):
    def write(text: str) -> Statements:
        (tmp_path / "one.sql").write_text(text, encoding="utf-8")
        return Statements(tmp_path / "one.sql")

    return write


def test_places_are_filled_and_comments_stay_behind(written):
    one = written(
        "-- name: whole\n-- 100 %% of it.\nSELECT {{piece}}, '{}'\n-- fragment: piece\n-- A piece.\n{{given}}\n"
    )
    assert one.compose("whole", given="1") == "SELECT 1, '{}'" and one.names == ["whole"]


def test_a_place_that_nothing_fills_is_refused(written):
    with pytest.raises(KeyError, match="missing"):
        written("-- name: whole\nSELECT {{missing}}\n").compose("whole")


def test_a_block_that_contains_itself_is_refused(written):
    with pytest.raises(KeyError, match="itself"):
        written("-- name: whole\nSELECT {{whole}}\n").compose("whole")
