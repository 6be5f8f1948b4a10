"""Tables made at once in an empty database are those that the migrations make one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from portal.installation import fresh_tables
from tests import databases

# Tables of libraries keep their columns in the order in which their history added them: order is not compared.
CATALOGUE = {
    "columns": """
        SELECT table_name, column_name, data_type, udt_name, character_maximum_length, is_nullable, column_default,
               is_identity, generation_expression
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": """
        SELECT proname, pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND prolang <> (
            SELECT oid FROM pg_language WHERE lanname = 'c')""",
    "storage": "SELECT relname, reloptions FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
    "extensions": "SELECT extname FROM pg_extension",
    "rights": """
        SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants
        WHERE table_schema = 'public'""",
    "migrations": "SELECT app, name FROM django_migrations",
    "types": "SELECT app_label, model FROM django_content_type",
}


@contextmanager
def empty_database(name: str) -> Iterator[psycopg.Connection]:
    """An empty database to which the owner's connection points meanwhile; yields a reader of its catalogue."""
    owner = connections["owner"]
    before = owner.settings_dict["NAME"]
    with databases._server() as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            owner.close()
            owner.settings_dict["NAME"] = name
            address = {key: owner.settings_dict[key.upper()] for key in ("user", "password", "host", "port")}
            with psycopg.connect(dbname=name, autocommit=True, **address) as reader:
                yield reader
        finally:
            owner.close()
            owner.settings_dict["NAME"] = before
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def catalogue(reader: psycopg.Connection) -> dict[str, set[tuple]]:
    def rows(statement: str) -> set[tuple]:
        return {tuple(map(str, row)) for row in reader.execute(statement).fetchall()}

    return {kind: rows(statement) for kind, statement in CATALOGUE.items()}


def migrated(name: str) -> dict[str, set[tuple]]:
    with empty_database(name) as reader:
        call_command("migrate", verbosity=0)
        return catalogue(reader)


@pytest.mark.long
def test_both_ways_make_the_same_database(django_db_setup, django_db_blocker, monkeypatch):
    with django_db_blocker.unblock():
        at_once = migrated("test_relais_at_once")
        monkeypatch.setattr(fresh_tables, "is_empty", lambda connection: False)
        step_by_step = migrated("test_relais_step_by_step")
    assert len(at_once["columns"]) > 700
    assert {kind: at_once[kind] ^ step_by_step[kind] for kind in CATALOGUE if at_once[kind] != step_by_step[kind]} == {}
