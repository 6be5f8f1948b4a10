"""The version of what public pages show: a change of any row of its tables changes it, however the row is written."""

from django.apps import apps
from django.db import connection

_shown: dict[str, None] = {}
# A row that is written again lies elsewhere, or was written by another transaction.
_TABLE = "(SELECT sum(hashtextextended(ctid::text || '/' || xmin::text, 0)) FROM {})"


def show(*models: str) -> None:
    """Say, in an app's `ready`, which of its models public pages read; a page that reads another is not shared."""
    _shown.update(dict.fromkeys(models))


def shown_tables() -> list[str]:
    return [apps.get_model(model)._meta.db_table for model in _shown]


def current() -> str:
    """Read the version: one statement over tables of a few hundred rows."""
    sums = ", ".join(_TABLE.format(connection.ops.quote_name(table)) for table in shown_tables())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT concat_ws(';', {sums})")  # noqa: S608 (names of our own tables)
        return cursor.fetchone()[0]
