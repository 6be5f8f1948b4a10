"""Codes of the reference data in words."""

import pytest

from reminders.kinds.actions import import_deadlines
from reminders.kinds.models import DeadlineKind
from reminders.kinds.texts import basis_words, offset_words


@pytest.mark.parametrize(
    ("days", "words"),
    [(-30, "30 jours avant"), (-1, "1 jour avant"), (0, "le jour même"), (7, "7 jours après, si ce n’est pas fait")],
)
def test_an_offset_reads_as_people_say_it(days, words):
    assert offset_words(days) == words


def test_every_origin_of_a_date_has_words(people):
    import_deadlines(by=None)
    odd = {basis for basis in DeadlineKind.objects.values_list("basis", flat=True) if "_" in basis_words(basis)}
    assert not odd
