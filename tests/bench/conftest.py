"""What the benches share."""

import psycopg
import pytest
from django.db import connection, connections

from reminders.deliveries import storage


@pytest.fixture
def owner():
    """The tables' owner, committing as it goes; the outbox is kept as in production, migrations or not."""
    result = connections["owner"].settings_dict
    address = {name: result[name.upper()] for name in ("user", "password", "host", "port")}
    with psycopg.connect(dbname=connection.settings_dict["NAME"], autocommit=True, **address) as owner:
        owner.execute(storage.SQL)
        yield owner
