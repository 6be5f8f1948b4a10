"""A word with one or two errors is the same word; another name is not."""

import pytest

from portal.foundation.words.spelling import is_misspelt


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("trambley", "tremblay"),
        ("trembaly", "tremblay"),
        ("larivire", "lariviere"),
        ("gagnom", "gagnon"),
        ("roi", "roy"),
    ],
)
def test_errors_are_forgiven(typed, word):
    assert is_misspelt(typed, word)


@pytest.mark.parametrize(
    ("typed", "word"),
    [("trambley", "trudel"), ("roy", "cote"), ("gagnan", "gagner"), ("tremblay", ""), ("bouchard", "blanchard")],
)
def test_another_name_is_not_found(typed, word):
    assert not is_misspelt(typed, word)
