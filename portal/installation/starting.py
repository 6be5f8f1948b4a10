"""What every process asks before it works: pages, worker, beat, and the commands that seal.

To add a requirement, write a function that raises NotReady with a sentence that says what to do, and name it in
`REQUIREMENTS`. They run in order; the first that is not met stops the process.
"""

import logging
import sys
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg_pool import PoolTimeout

from portal.foundation.crypto import KeysUnreadable, canary
from portal.installation import database_limits
from portal.installation.models import Installation

logger = logging.getLogger(__name__)
_ROLE = """
SELECT role.rolsuper OR role.rolbypassrls OR EXISTS (
           SELECT FROM pg_class AS owned_by_other
           JOIN pg_namespace AS schema ON schema.oid = owned_by_other.relnamespace AND schema.nspname = 'public'
           WHERE owned_by_other.relowner <> role.oid AND pg_has_role(role.oid, owned_by_other.relowner, 'MEMBER')
       ),
       (SELECT count(*) FROM pg_tables WHERE tableowner = role.rolname AND schemaname = 'public')
FROM pg_roles AS role
WHERE role.rolname = current_user
"""
EARLIER_NUMBERING = (
    "This database was made by an earlier state of Relais, before anything was released: its migrations were numbered "
    "anew. Start from an empty database (the demonstration: another --data-dir)."
)
WAIT = 5.0
"""Seconds between two tries while the database does not answer."""


class NotReady(Exception):
    """The process must not work as things are; the message says what to do."""


def keys_are_ours() -> None:
    """The canary of this database opens with the key file that this process reads."""
    try:
        installation = Installation.objects.first()
    except ProgrammingError as error:  # no such table
        raise NotReady("The tables of this database are not made. Run: manage.py migrate") from error
    if installation is None:
        raise NotReady("This database holds no proof of its keys yet. Run: manage.py migrate")
    try:
        canary.prove(installation.canary, installation.canary_context)
    except KeysUnreadable as error:
        raise NotReady(str(error)) from error


def are_keys_ours() -> bool:
    try:
        keys_are_ours()
    except NotReady:
        return False
    return True


def tables_are_of_this_code() -> None:
    """Every migration of this code is applied. Those of a newer code may be there too: it is being deployed."""
    if is_of_an_earlier_numbering(connection):
        raise NotReady(EARLIER_NUMBERING)
    if pending := pending_migrations():
        raise NotReady(f"{len(pending)} migrations are not applied, {pending[0]} first. Run: manage.py migrate")


def is_of_an_earlier_numbering(asked: BaseDatabaseWrapper) -> bool:
    """Whether the tables were made while the whole portal was one app of Django (before 29 November 2026)."""
    return any(app == "portal" for app, _ in MigrationRecorder(asked).applied_migrations())


def pending_migrations() -> list[str]:
    """Name the migrations of this code that the database has not had, in their order."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    wanted = MigrationLoader(None, ignore_no_migrations=True).graph.nodes
    return [".".join(key) for key in sorted(wanted) if key not in applied]


def role_is_bounded() -> None:
    """The role of pages and workers owns no table and cannot bypass policies, or nothing would protect the journal."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        is_above, owned = cursor.fetchone()
    if not is_above and not owned:
        return
    what = "is a superuser, bypasses policies, or is a member of the owner" if is_above else f"owns {owned} tables"
    raise NotReady(
        f"The role of DATABASE_URL {what}: pages and workers need one that owns nothing (docs/production.md). "
        "Run: manage.py set_up"
    )


def is_what_it_says() -> None:
    """A demonstration and a real database never serve each other."""
    if Installation.objects.get().is_demonstration == settings.DEMO:
        return
    if settings.DEMO:
        raise NotReady("DEMO is set, and this database is a real one: take DEMO out of the environment.")
    raise NotReady("This database is a demonstration's, with known passwords: give DATABASE_URL another one.")


REQUIREMENTS: list[Callable[[], None]] = [keys_are_ours, tables_are_of_this_code, is_what_it_says, role_is_bounded]


def check() -> None:
    """Raise NotReady when a requirement is not met, OperationalError when the database does not answer."""
    try:
        for requirement in REQUIREMENTS:
            requirement()
    except PoolTimeout as error:
        raise OperationalError(str(error)) from error


def require(**kwargs: Any) -> None:
    """Return when all is met; end the process with the sentence when something is not. (A signal's receiver too.)

    While the database does not answer, wait for it: nothing can be proved, and nothing could be done.
    """
    try:
        _once_the_database_answers()
        for sentence in database_limits.missing():
            logger.warning("%s", sentence)
    except NotReady as reason:
        sys.exit(f"Relais does not start. {reason}")
    finally:
        # A worker is about to fork: a pool's threads do not pass into its children.
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's own


def _once_the_database_answers() -> None:
    while True:
        try:
            return check()
        except OperationalError:
            logger.warning("the database does not answer: the start waits for it")
            time.sleep(WAIT)


class SealingCommand(BaseCommand):
    """A command that reads or writes sealed values: it asks what every process asks."""

    def execute(self, *args: Any, **options: Any) -> Any:
        try:
            check()
        except NotReady as reason:
            raise CommandError(str(reason)) from reason
        return super().execute(*args, **options)
