"""What the tests of lists share."""

from contextlib import suppress
from functools import cache

import pytest
from django.db import connection

from portal.foundation.crypto import fields
from portal.foundation.crypto.keys import Unsealable
from portal.foundation.crypto.sealing import unseal_bytes


@pytest.fixture(autouse=True)
def unsealed(monkeypatch) -> None:
    """A copied row has the sealed columns of another, which do not open there: what one of the table holds is read."""

    @cache
    def example(place: str) -> bytes:
        table, column = place.split(".")
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT * FROM (SELECT id, "{column}" FROM "{table}" LIMIT 500) kept WHERE "{column}" IS NOT NULL'
            )
            for key, sealed in cursor.fetchall():
                with suppress(Unsealable):
                    return unseal_bytes(bytes(sealed), context=f"{place}:{key}")
        return b"{}"

    def unseal(sealed: bytes, *, context: str) -> bytes:
        try:
            return unseal_bytes(sealed, context=context)
        except Unsealable:
            return example(context.split(":")[0])

    monkeypatch.setattr(fields, "unseal_bytes", unseal)
