"""The database of a run of tests, copied from templates: migrating takes long, copying takes a second.

Two templates stay in the server. One holds the migrated tables and is remade when a migration changes. The other holds
what every test finds (people, reference data); it serves the groups of one `manage.py test`, which name it in TEST_RUN
and share one keyset, since it holds sealed columns.
"""

import hashlib
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from portal.access.grants import grant_web_role

ROOT = Path(__file__).resolve().parent.parent
MAINTENANCE = "postgres"
TEMPLATES = "relais_template_"
BUILDING = "test_relais_building"
PATIENCE = 60
"""Seconds that an autovacuum of a database to drop is waited for."""
LOCK = 7_390_001
"""Advisory lock: one process at a time makes or copies a template of this server."""


def name() -> str:
    """The database of this pytest."""
    return "test_relais_" + os.environ.get("TEST_DATABASE_SUFFIX", "suite")


def create(name: str, *, seed: Callable[[], None], without_migrations: bool) -> None:
    """Make the database `name`, seeded, and point both connections to it: pages' role and owner."""
    run = os.environ.get("TEST_RUN", "")
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        migrated = f"{TEMPLATES}migrated_{_fingerprint(without_migrations)}"
        if not _exists(server, migrated):
            _drop_templates(server, kind="migrated")
            _migrate(without_migrations)
            _rename(server, BUILDING, migrated)
        if not run:
            _copy(server, migrated, name)
        else:
            seeded = f"{TEMPLATES}seeded_{run}"
            if not _exists(server, seeded):
                _drop_templates(server, kind="seeded")
                _copy(server, migrated, BUILDING)
                connect(BUILDING)
                seed()
                _disconnect()
                _rename(server, BUILDING, seeded)
            _copy(server, seeded, name)
    connect(name)
    if not run:
        seed()


def copy(name: str, *, becomes: str) -> None:
    """Copy the database of a run, as it is between two tests, and point both connections to the copy."""
    _disconnect()
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        _copy(server, name, becomes)
    connect(becomes)


def drop(name: str) -> None:
    """Remove the database of a run. One that an autovacuum holds for longer than is waited for stays: no test failed,
    and the next run of its name removes it."""
    _disconnect()
    with _server() as server, suppress(psycopg.errors.InsufficientPrivilege):
        _drop(server, name)


def _fingerprint(without_migrations: bool) -> str:
    """What the migrated tables depend on: migrations, the SQL of the search, grants, and packages with tables."""
    sources = [
        "requirements.txt",
        "portal/access/grants.py",
        "portal/consents/ledger.py",
        "portal/foundation/words/folding.py",
        "portal/people/searchable.py",
    ]
    files = [*sorted(ROOT.glob("*/*/migrations/*.*")), *(ROOT / source for source in sources)]
    if without_migrations:
        files += sorted(ROOT.glob("*/**/models.py"))
    total = hashlib.sha256(str(without_migrations).encode())
    for file in files:
        total.update(file.name.encode() + file.read_bytes())
    return total.hexdigest()[:16]


def _migrate(without_migrations: bool) -> None:
    """Make the tables of BUILDING. `create_test_db` makes them from the models alone; with its `run_syncdb`, `migrate`
    would go through every migration instead of making the tables at once (ADR 44)."""
    owner = connections["owner"]
    before = owner.settings_dict["NAME"]
    if without_migrations:
        owner.settings_dict["TEST"] |= {"NAME": BUILDING, "MIGRATE": False}
        owner.creation.create_test_db(verbosity=0, autoclobber=True)
        grant_web_role("owner")
    else:
        with _server() as server:
            _drop(server, BUILDING)
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(BUILDING)))
        owner.close()
        owner.settings_dict["NAME"] = BUILDING
        call_command("migrate", verbosity=0)
    _disconnect()
    owner.settings_dict["NAME"] = settings.DATABASES["owner"]["NAME"] = before


def connect(name: str) -> None:
    """Point both connections to a database: pages' role and owner."""
    _disconnect()
    for alias in ("owner", "default"):
        connections[alias].settings_dict["NAME"] = settings.DATABASES[alias]["NAME"] = name


def _disconnect() -> None:
    connections["owner"].close()
    connections["default"].close()
    connections["default"].close_pool()


def _server() -> psycopg.Connection:
    """The owner's connection to the maintenance database: a database is copied while nobody is connected to it."""
    target = connections["owner"].settings_dict
    address = {name: target[name.upper()] for name in ("user", "password", "host", "port") if target[name.upper()]}
    return psycopg.connect(dbname=MAINTENANCE, autocommit=True, **address)


def _exists(server: psycopg.Connection, name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _copy(server: psycopg.Connection, template: str, name: str) -> None:
    _drop(server, name)
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def _rename(server: psycopg.Connection, name: str, becomes: str) -> None:
    """Name a template once it is whole: one cut short keeps the other name and is remade."""
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(becomes)))


def _drop_templates(server: psycopg.Connection, *, kind: str) -> None:
    rows = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{TEMPLATES}{kind}_"])
    for (name,) in rows.fetchall():
        _drop(server, name)


def _drop(server: psycopg.Connection, name: str) -> None:
    """Ends the connections that are left. An autovacuum at work belongs to the superuser: it is waited for."""
    for left in reversed(range(PATIENCE)):
        try:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            return
        except psycopg.errors.InsufficientPrivilege:
            if not left:
                raise
            time.sleep(1)
