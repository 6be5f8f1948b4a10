"""Days in words, outside templates."""

import datetime as dt

import pytest
from django.utils.translation import override

from portal.foundation.formats.days import day_words


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (dt.date(2027, 7, 1), "fr", "1er juillet 2027"),
        (dt.date(2027, 7, 11), "fr", "11 juillet 2027"),
        (dt.date(2027, 7, 1), "en", "1 July 2027"),
    ],
)
def test_the_first_of_a_month_is_written_as_french_wants_it(day, language, words):
    with override(language):
        assert day_words(day) == words
