"""What is new of the deadlines that organizations sent, in one statement (`sql/webhooks.sql`) whatever their number.

A reminder «arrived» as the indicator says it: an e-mail or SMS accepted by its provider, a letter posted, a call during
which somebody answered, an item read in the secure inbox. «Unreached» is the moment when the work of joining the person
was opened. «Done» is the person's word (or an agent's), never the echo of what the organization's own system said.

Only what happened after the subscription was made, for dates not older than `LOOK_BACK`: no flood on the first day, and
a bounded walk.
"""

import datetime as dt
from pathlib import Path

from django.db import connection

from portal.clock import now, today
from portal.foundation.statements import Statements
from reminders.fallback.work import KIND

LOOK_BACK = dt.timedelta(days=120)

STATEMENTS = Statements(Path(__file__).parent / "sql" / "webhooks.sql")


def find() -> int:
    """Writes each new fact once; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS.compose("find"), {"oldest": today() - LOOK_BACK, "work": KIND, "at": now()})
        return cursor.rowcount
