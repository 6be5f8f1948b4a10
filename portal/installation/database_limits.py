"""What the database ends by itself: whether its limits are set, and whether an exception is one of them."""

from django.db import connection
from psycopg import errors
from psycopg_pool import PoolTimeout

from portal.environment import processes
from portal.environment.processes import Process

_CUT = (errors.QueryCanceled, errors.LockNotAvailable, errors.IdleInTransactionSessionTimeout, PoolTimeout)


def is_cut(error: BaseException | None) -> bool:
    """Whether a limit of the database, or the wait for one of its connections, ended this work."""
    while error is not None and not isinstance(error, _CUT):
        error = error.__cause__ or error.__context__
    return error is not None


def missing() -> list[str]:
    """Say what is not bounded, each with what to do. It stops nothing: a larger query costs more, and that is all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('temp_file_limit'), current_setting('statement_timeout')")
        files, statement = cursor.fetchone()
    found = []
    if files == "-1":
        found.append(
            "temp_file_limit is not set for the role of DATABASE_URL: one query may fill the disk. "
            "As a superuser: ALTER ROLE … SET temp_file_limit = '4GB' (docs/production.md)."
        )
    if statement == "0" and processes.current() is not Process.COMMAND:
        found.append(
            "statement_timeout does not reach the database: a pooler drops the options of connections, "
            "and one page may occupy the database (docs/production.md)."
        )
    return found
