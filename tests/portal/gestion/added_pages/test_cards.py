"""A row of a list is a card on a telephone: what says nothing is not drawn there."""

import datetime as dt

import pytest
from django.contrib.admin.utils import display_for_value
from django.template import Context, Template
from django.utils.formats import localize
from django.utils.translation import override

from portal.gestion.display import cell, in_words


@pytest.mark.parametrize("value", ["—", "", "&nbsp;"])
def test_an_empty_cell_is_marked(value):
    assert 'data-label="Moyen" data-empty' in cell(f'<td class="field-way">{value}</td>', "moyen")


@pytest.mark.parametrize(
    "html", ["<td>0</td>", '<td class="field-way">— non</td>', "<th>—</th>", "<td><a>Léa</a></td>"]
)
def test_a_cell_that_says_something_is_drawn(html):
    assert "data-empty" not in cell(html, "moyen")


def test_a_period_of_one_day_is_said_once():
    page = Template("{% load portal_tags %}{% period start end %}")
    first, last = dt.date(2026, 3, 1), dt.date(2026, 3, 4)
    assert page.render(Context({"start": first, "end": first})).startswith("du <time")
    assert " au " not in page.render(Context({"start": first, "end": first}))
    assert " au <time" in page.render(Context({"start": first, "end": last}))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC), "1er novembre 2026 à 9\xa0h"),
        (dt.datetime(2026, 11, 21, 14, 30, tzinfo=dt.UTC), "21 novembre 2026 à 14\xa0h\xa030"),
        (dt.date(2026, 11, 1), "1er novembre 2026"),
        ("1 mai", "1 mai"),
    ],
)
def test_instants_are_written_as_everywhere(value, words):
    with override("fr-ca"):
        shown = display_for_value(value, "—") if not isinstance(value, dt.datetime) else localize(value)
    assert f"<td>{words}</td>" == in_words(f"<td>{shown}</td>")
