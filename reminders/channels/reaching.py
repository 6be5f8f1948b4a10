"""Whether a channel reaches a person, in SQL for many at once: the fragments that each statement composes."""

from pathlib import Path
from typing import Any

from django.db import models
from django.db.models import Func

from portal.foundation.statements import Statements
from reminders.channels.contact_points import contact_points

STATEMENTS = Statements(Path(__file__).parent / "sql" / "reaching.sql")


def consented(*, person: str, purpose: str, channel: str) -> str:
    """Return the condition over these expressions."""
    return STATEMENTS.compose("consented", person=person, purpose=purpose, channel=channel)


def suspended(*, person: str, channel: str, address: str) -> str:
    """Return the condition over these expressions."""
    return STATEMENTS.compose("suspended", person=person, channel=channel, address=address)


class KeptNow(Func):
    """`KeptNow(channel, citizen_id)`: the point that this person keeps now for that channel."""

    output_field = models.TextField()

    def as_sql(self, compiler: Any, connection: Any, *unused: Any, **context: Any) -> tuple[str, tuple[str | int, ...]]:
        channel, person = (compiler.compile(source) for source in self.get_source_expressions())
        kept = " ".join(f"WHEN '{point.channel}' THEN {point.kept_sql}" for point in contact_points())
        sql = STATEMENTS.compose("kept_now", channel=channel[0], person=person[0], kept_by_channel=kept)
        return sql, (*channel[1], *person[1])
