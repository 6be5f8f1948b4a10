"""A helper of Amélie, for the tests of mandates."""

import pytest

from portal.mandates.actions import give


@pytest.fixture
def helping(amelie, bruno, signed_in):
    """`helping(may_act=…)`: Bruno's mandate for Amélie, and his client in her place."""

    def make(**scope):
        mandate = give(citizen=amelie.citizen, holder=bruno, kind="helper", by=bruno, **scope)
        return mandate, signed_in(bruno, place=amelie.citizen)

    return make
