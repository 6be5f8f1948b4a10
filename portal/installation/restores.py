"""How a database knows that it was restored: nobody tells it, so it looks at what a restore cannot keep.

- `pg_restore` makes the tables again, and a copy has a database of its own: object numbers are not those noted.
- A recovery to a point in time opens a new timeline (so does a standby that takes over: seven quiet days too many).
- A disk put back as it was keeps both; the folder then counts more cleanings than the database.
"""

import datetime as dt

from django.db import DatabaseError, connections, transaction

from portal.installation import folder
from portal.installation.models import Installation

QUIET = dt.timedelta(days=7)
"""After a restore nothing is set aside nor erased: a better dump may still be tried."""

_NUMBERS = """SELECT oid || '.' || 'installation_installation'::regclass::oid
                FROM pg_database WHERE datname = current_database()"""


def birthmark(using: str = "default") -> str:
    """The object numbers of the database and of our own table, and the server's timeline."""
    with connections[using].cursor() as cursor:
        cursor.execute(_NUMBERS)
        made = cursor.fetchone()[0]
        try:
            with transaction.atomic(using=using):
                cursor.execute("SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)")
                timeline = cursor.fetchone()[0]
        except DatabaseError:  # a service that does not let its users ask
            timeline = "-"
    return f"{made}:{timeline}"


def notice(installation: Installation) -> bool:
    """Note a restore that nobody noted yet; True when there was one."""
    seen, counted = birthmark(), folder.cleanings()
    if seen == installation.birthmark and counted <= installation.cleanings:
        return False
    installation.birthmark, installation.restored_at = seen, dt.datetime.now(dt.UTC)
    installation.cleanings = max(counted, installation.cleanings)
    installation.save(update_fields=["birthmark", "restored_at", "cleanings"])
    return True


def is_recent(installation: Installation) -> bool:
    restored = installation.restored_at
    return restored is not None and dt.datetime.now(dt.UTC) - restored < QUIET
