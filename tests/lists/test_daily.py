"""The same every day with few rows: no sequential scan of a list's table that an index could spare, no sort and no
count of more than some pages of its rows. `test_lists.py` says it with many."""

from collections.abc import Iterator

import pytest
from django.test import Client

from portal.access.visibility import forget_visibility
from portal.gestion import searched
from tests.lists.plans import Large, is_excused, large_tables, list_of, planned, said
from tests.lists.registered import long_sections

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MANY, MOST, COUNTED = 2_500, 1_200, 100
STAFF = ("alain", "olga")


@pytest.fixture(scope="module")
def large(database_of_the_story, django_db_blocker) -> Iterator[Large]:
    with large_tables(database_of_the_story, django_db_blocker, MANY) as made:
        yield made


@pytest.fixture(autouse=True)
def few_counted(monkeypatch) -> None:
    monkeypatch.setattr(searched, "MOST_COUNTED", COUNTED)


def growing(client: Client, address: str, large: Large) -> Iterator[str]:
    """What of a page grows with its tables."""
    for sql, steps in planned(client, address, scans=False):
        found = [step for step in steps if step.rows > MOST or (step.is_scan and large.held.get(step.table, 0) >= MANY)]
        if found:
            yield f"{max(found, key=lambda step: step.rows)}: {sql[:3000]}"


@pytest.mark.parametrize("key", STAFF)
def test_no_list_of_gestion_grows(large, people, signed_in, key):
    forget_visibility(people[key])
    client = signed_in(people[key])
    faults = {}
    for address in [list_of(section) for section in long_sections() if not is_excused(section)]:
        if client.get(address).status_code == 200 and (found := list(growing(client, address, large))):
            faults[address] = found
    assert not faults, said(faults)


def test_no_list_of_the_space_grows(large, people, signed_in):
    client = signed_in(people["amelie"])
    faults = {}
    for address in large.pages:
        if client.get(address).status_code == 200 and (found := list(growing(client, address, large))):
            faults[address] = found
    assert not faults, said(faults)
