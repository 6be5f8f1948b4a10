"""Erase what has ended: each name leaves one row, and thousands of clients come in a day."""

import datetime as dt

from portal.counters.models import ENDED
from portal.counters.stores import KEPT, WINDOWS


def erase_ended() -> int:
    """Erase counts and marks that ended an hour ago, by this machine's clock and by the database's."""
    before = ENDED.before(dt.datetime.now(dt.UTC))
    return sum(table.erase_ended(before=before) for table in (KEPT, WINDOWS))
