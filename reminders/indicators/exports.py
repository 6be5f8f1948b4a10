"""The list behind the figures as CSV, streamed: counting its lines gives the figures again."""

import csv
from collections.abc import Iterator

from django.db.models import QuerySet

from reminders.indicators.models import Outcome

COLUMNS = ["deadline", "kind", "due_on", "excluded", "reach", "channel", "reminded_at", "act", "age", "region"]


class _LineGiver:
    """What `csv.writer` writes to: gives each line back."""

    def write(self, line: str) -> str:
        return line


def lines(outcomes: QuerySet[Outcome]) -> Iterator[str]:
    """Head, then one line per deadline. Its id is ours: it names nobody outside."""
    writer = csv.writer(_LineGiver(), delimiter=";")
    yield "\ufeff" + writer.writerow(COLUMNS)  # the mark by which a spreadsheet reads accents
    rows = outcomes.order_by("due_on", "deadline_id").values_list(
        *("deadline_id", "kind__code", "due_on", "excluded", "reach", "channel", "reminded_at", "act", "age", "region")
    )
    for row in rows.iterator(chunk_size=2000):
        yield writer.writerow(["" if value is None else value for value in row])
