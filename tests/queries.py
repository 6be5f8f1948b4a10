"""How many queries a page costs, before and after something grows."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


@contextmanager
def growth(client: Client, url: str) -> Iterator[SimpleNamespace]:
    """`before` and `after`: the queries of the page around what the block adds. Asked twice first: caches are warm."""
    queries_of(client, url)
    cost = SimpleNamespace(before=queries_of(client, url), after=None)
    yield cost
    queries_of(client, url)  # what is marked read the first time
    cost.after = queries_of(client, url)
