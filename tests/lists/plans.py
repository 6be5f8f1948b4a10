"""The plans of the statements of a page, and a database whose tables hold many rows."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.demonstration.seeds import PEOPLE
from portal.organizations.models import Team
from portal.people.models import User
from tests import databases
from tests.lists.multiplied import begin, multiply
from tests.lists.registered import space_pages

SHORT_OF_IT = {
    "people/citizen": "by name, and of a team: it walks names, or sorts the team's people",
    "assisted/servedperson": "the same",
    "contact_changes/contactchange": "of the team's people: it reads who they are",
    "deadlines/deadline": "what only a dossier makes known: it walks the rows of the organization's other teams",
    "deliveries/delivery": "the same",
    "fallback/deadletter": "the same",
    "person_access/personaccess": "of two teams: an index of the team alone is taken, and all are sorted",
    "result_letters/resultletter": "how many letters wait is counted whole",
}
"""Lists that still grow, and how. None is added: a new list is read by an index, or counts no more than a thousand."""
SHORT_PAGES = re.compile(r"^/documents/[0-9a-f-]{36}/")
"""The same of the space: the notices of a document are sought among all those of its person."""


@dataclass
class Large:
    """Rows of each table; addresses of the pages of the space."""

    held: dict[str, int]
    pages: list[str]


@contextmanager
def large_tables(story: str, blocker: Any, count: int) -> Iterator[Large]:
    """Until it ends, both connections are to a copy of the story, each table of which holds `count` rows."""
    name = f"{databases.name()}_large"
    with blocker.unblock():
        databases.copy(story, becomes=name)
        people = {person.key: User.objects.get(email=person.email) for person in PEOPLE}
        begin(people, Team.objects.get(organization__code="saaq", name="Permis de conduire"))
        pages = [page for page in dict.fromkeys(space_pages(people)) if not SHORT_PAGES.match(page)]
        held = multiply(count)
        databases.connect(name)
    yield Large(held, pages)
    with blocker.unblock():
        databases.connect(databases.name())
        databases.drop(name)


def is_excused(section: Any) -> bool:
    return f"{section.opts.app_label}/{section.opts.model_name}" in SHORT_OF_IT


def list_of(section: Any) -> str:
    """The address of a section's list."""
    return reverse(f"admin:{section.opts.app_label}_{section.opts.model_name}_changelist")


@dataclass
class Step:
    """A node of a plan: what it is, of which table, and the rows that it handles, those that it leaves included."""

    kind: str
    table: str
    index: str
    rows: int

    @property
    def is_scan(self) -> bool:
        return self.kind == "Seq Scan"

    def __str__(self) -> str:
        return " ".join(filter(None, [f"{self.rows:>7} rows,", self.kind, self.table, self.index]))


def steps(plan: dict[str, Any]) -> Iterator[Step]:
    loops = plan.get("Actual Loops", 1)
    rows = sum(plan.get(name, 0) for name in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Join Filter"))
    yield Step(plan["Node Type"], plan.get("Relation Name", ""), plan.get("Index Name", ""), round(rows * loops))
    for part in plan.get("Plans", []):
        yield from steps(part)


def planned(client: Client, address: str, *, scans: bool = True) -> Iterator[tuple[str, list[Step]]]:
    """Each SELECT of a page, with the steps of its plan; without `scans`, of the plan made as of a large table: a
    sequential scan is then one that no index spares."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    with connection.cursor() as cursor:
        if not scans:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
        for query in captured:
            if query["sql"].startswith("SELECT"):
                cursor.execute("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + query["sql"].replace("%", "%%"), [])
                plan = cursor.fetchone()[0]
                (root,) = json.loads(plan) if isinstance(plan, str) else plan
                yield query["sql"], list(steps(root["Plan"]))
        if not scans:
            cursor.execute("SET LOCAL enable_seqscan = on; SET LOCAL jit = on")


def said(faults: dict[str, list[str]]) -> str:
    return "\n\n".join(f"{name}\n  " + "\n  ".join(some) for name, some in faults.items())
