"""Every list costs the same at any size: at fifty thousand rows of each table, no statement of a list's page sorts,
counts or walks through more than some pages of rows.

Lists are found where they register (`registered.py`): a new one is tried with the others.
"""

import os
from collections.abc import Iterator

import pytest
from django.test import Client

from portal.access.visibility import forget_visibility
from tests.lists.plans import Large, is_excused, large_tables, list_of, planned, said
from tests.lists.registered import long_sections

pytestmark = [pytest.mark.django_db, pytest.mark.long]
MANY = int(os.environ.get("LISTS_ROWS", "50000"))
MOST = MANY // 10
"""Rows that one step of a plan may handle: fifty pages at most, and each count a thousand."""
STAFF = ("alain", "sylvie", "emile", "carole", "olga")
CITIZENS = ("amelie", "rachel")


@pytest.fixture(scope="module")
def large(database_of_the_story, django_db_blocker) -> Iterator[Large]:
    with large_tables(database_of_the_story, django_db_blocker, MANY) as made:
        yield made


def heavy(client: Client, address: str) -> Iterator[str]:
    """What the statements of a page handle that is too much."""
    for sql, steps in planned(client, address):
        worst = max(steps, key=lambda step: step.rows)
        if worst.rows > MOST:
            yield f"{worst}: {sql[:3000]}"


def addresses_of_list(client: Client, section) -> Iterator[str]:
    """The list, its next page, and the list in the order of each column that sorts."""
    address = list_of(section)
    yield address
    listing = client.get(address).context_data["cl"]
    if getattr(listing, "next_url", ""):
        yield address + listing.next_url
    for number, column in enumerate(listing.list_display):
        if column in (listing.sortable_by if listing.sortable_by is not None else listing.list_display):
            yield f"{address}?o={number}"


@pytest.mark.timeout(3600)
def test_every_list_of_gestion(large, people, signed_in):
    faults: dict[str, list[str]] = {}
    seen = set()
    for key in STAFF:
        account = people[key]
        forget_visibility(account)
        client = signed_in(account)
        for section in long_sections():
            if client.get(list_of(section)).status_code != 200:
                continue
            seen.add(section)
            if is_excused(section):
                continue
            for page in addresses_of_list(client, section):
                if found := list(heavy(client, page)):
                    faults[f"{key} {page[:120]}"] = found
    assert not faults, said(faults)
    assert seen == set(long_sections())


@pytest.mark.timeout(3600)
def test_every_list_of_the_space(large, people, signed_in):
    faults: dict[str, list[str]] = {}
    for key in CITIZENS:
        client = signed_in(people[key])
        for page in large.pages:
            if client.get(page).status_code != 200:
                continue
            if found := list(heavy(client, page)):
                faults[f"{key} {page}"] = found
    assert not faults, said(faults)


def test_the_tables_of_lists_are_many(large):
    """Else a list without rows would pass."""
    assert {section.model._meta.db_table for section in long_sections()} <= set(large.held)
    few = {section.opts.label: large.held[section.model._meta.db_table] for section in long_sections()}
    assert min(few.values()) >= MANY, few
