"""Each kind of process bounds its connections, and says at its start what is not bounded."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connections

from portal.environment.processes import Process
from portal.environment.statement_limits import limited
from portal.installation import database_limits, starting
from portal.launch import roles

SHOW = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),"
                   " current_setting('idle_in_transaction_session_timeout')")
    print(*cursor.fetchone())
"""
ENTRIES = {
    "import portal.wsgi": ["10s", "8s", "1min"],
    "import portal.celery, django; django.setup()": ["1h", "30min", "30min"],
    "import django; django.setup(); import portal.celery": ["0", "0", "0"],
}


@pytest.mark.django_db
@pytest.mark.parametrize("entry", ENTRIES)
def test_a_process_has_the_limits_of_its_kind(entry):
    target = connections["default"].settings_dict
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**target),
    }
    command = [sys.executable, "-c", f"{entry}{SHOW}"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ENTRIES[entry]


def test_what_the_operator_says_wins():
    options = limited({"options": "-c statement_timeout=20s", "sslmode": "require"}, Process.PAGES)
    assert options["options"].endswith("-c statement_timeout=20s") and options["sslmode"] == "require"
    assert limited({}, Process.COMMAND) == {}


@pytest.mark.django_db
def test_a_missing_limit_is_said_at_the_start(caplog, monkeypatch):
    monkeypatch.setattr(database_limits.processes, "current", lambda: Process.PAGES)
    monkeypatch.setattr(starting.connection, "close", lambda: None)
    monkeypatch.setattr(starting.connection, "close_pool", lambda: None)
    starting.require()
    assert any("statement_timeout does not reach" in message for message in caplog.messages)


@pytest.mark.django_db
def test_whoever_makes_the_roles_bounds_temporary_files():
    """The embedded database is made by `portal.launch.roles`; another one says that nothing is set."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SHOW temp_file_limit")
        (limit,) = cursor.fetchone()
    said = [one for one in database_limits.missing() if "temp_file_limit" in one]
    assert bool(said) == (limit == "-1") and roles.TEMPORARY_FILES == "4GB"
