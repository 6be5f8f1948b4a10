"""The three roles of a Relais database. Needs the driver: run apart (`python -m portal.launch.roles`) or by tests.

- owner: owns the database and its tables (migrations, creation of the test database, trusted extensions);
- web: pages and workers; owns nothing, cannot bypass policies;
- broker: owns the schema `pgmq` and nothing else (pgmq creates a table per queue, so its user must own them).
"""

import os
import sys
from importlib.resources import files
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

EXTENSIONS = ("pg_trgm", "unaccent", "citext", "btree_gist")
"""All trusted: a database's owner may install them."""
TEMPORARY_FILES = "4GB"
"""What one process of the web role may write beside its memory, to sort or to join."""


def create_roles(*, superuser_url: str, urls: dict[str, str], database: str) -> None:
    """Creates the roles named in `urls` (or sets their passwords) and the database, which `owner` owns."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        for kind, url in urls.items():
            _create_role(connection, url, may_create=kind == "owner")
        # Only a superuser may set it: one query of a page or of a task must not fill the disk.
        limit = sql.SQL("ALTER ROLE {} SET temp_file_limit = {}")
        connection.execute(limit.format(sql.Identifier(role_of(urls["web"])), sql.Literal(TEMPORARY_FILES)))
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if not known:
            owner = sql.Identifier(role_of(urls["owner"]))
            statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute(statement.format(sql.Identifier(database), owner))


def prepare_database(*, owner_url: str, web_role: str, broker_url: str | None = None) -> None:
    """What a new database needs before its first migration; may be called again.

    Only the tables that the owner makes from now on are opened to the web role: a later migration that takes a right
    away (the journal's UPDATE) is not undone here. `broker_url`: any scheme; None when the broker is not pgmq."""
    web = sql.Identifier(web_role)
    with psycopg.connect(owner_url) as owner:
        database = sql.Identifier(owner.info.dbname)
        for extension in EXTENSIONS:
            owner.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        for statement in (
            "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {database} TO {web}",
            "GRANT USAGE ON SCHEMA public TO {web}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {web}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {web}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {web}",
        ):
            owner.execute(sql.SQL(statement).format(database=database, web=web))
        if broker_url:
            _grant_broker(owner, role_of(broker_url), create=True)
    if broker_url:
        _install_queue(owner_url, broker_url)


def role_of(url: str) -> str:
    return unquote(urlsplit(url).username or "")


def _create_role(connection: psycopg.Connection, url: str, *, may_create: bool) -> None:
    name, password = role_of(url), unquote(urlsplit(url).password or "")
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    statement = sql.SQL("{verb} ROLE {name} LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS {create} PASSWORD {password}")
    connection.execute(
        statement.format(
            verb=sql.SQL("ALTER" if known else "CREATE"),
            name=sql.Identifier(name),
            create=sql.SQL("CREATEDB" if may_create else "NOCREATEDB"),
            password=sql.Literal(password),
        )
    )


def _grant_broker(owner: psycopg.Connection, broker: str, *, create: bool) -> None:
    """The broker connects; it may create schemas only while it installs its own."""
    names = {"database": sql.Identifier(owner.info.dbname), "broker": sql.Identifier(broker)}
    verb = "GRANT CONNECT, CREATE ON DATABASE {database} TO {broker}"
    if not create:
        verb = "REVOKE CREATE ON DATABASE {database} FROM {broker}"
    owner.execute(sql.SQL(verb).format(**names))


def _install_queue(owner_url: str, broker_url: str) -> None:
    """The SQL that ships in the `pgmq` package, in one transaction, as the broker, in the owner's database."""
    database = urlsplit(owner_url).path
    url = urlsplit(broker_url)._replace(scheme="postgresql", path=database, query="").geturl()
    with psycopg.connect(url) as broker:
        if broker.execute("SELECT 1 WHERE to_regclass('pgmq.meta') IS NULL").fetchone():
            broker.execute(files("pgmq").joinpath("sql", "pgmq.sql").read_text(encoding="utf-8"))
    with psycopg.connect(owner_url) as owner:
        _grant_broker(owner, role_of(broker_url), create=False)


def main() -> None:
    """Prepares the database that the environment names; makes it and the roles first when a superuser is given."""
    owner, web = os.environ["DATABASE_OWNER_URL"], os.environ["DATABASE_URL"]
    broker = os.environ.get("BROKER_URL", "")
    broker = broker if broker.startswith("pgmq") else ""
    superuser = os.environ.get("DATABASE_SUPERUSER_URL")
    if superuser:
        urls = {"owner": owner, "web": web} | ({"broker": broker} if broker else {})
        create_roles(superuser_url=superuser, urls=urls, database=sys.argv[1])
    prepare_database(owner_url=owner, web_role=role_of(web), broker_url=broker or None)


if __name__ == "__main__":
    main()
