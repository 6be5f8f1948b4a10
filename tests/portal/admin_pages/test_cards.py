"""A row of a list is a card on a telephone: what says nothing is not drawn there."""

import datetime as dt

import pytest
from django.template import Context, Template

from portal.admin_display import cell


@pytest.mark.parametrize("value", ["—", "", "&nbsp;"])
def test_an_empty_cell_is_marked(value):
    assert 'data-label="Moyen" data-empty' in cell(f'<td class="field-way">{value}</td>', "moyen")


@pytest.mark.parametrize("html", ["<td>0</td>", '<td class="field-way">— non</td>', "<th>—</th>"])
def test_a_cell_that_says_something_is_drawn(html):
    assert "data-empty" not in cell(html, "moyen")


def test_a_period_of_one_day_is_said_once():
    page = Template("{% load portal_tags %}{% period start end %}")
    first, last = dt.date(2026, 3, 1), dt.date(2026, 3, 4)
    assert page.render(Context({"start": first, "end": first})).startswith("du <time")
    assert " au " not in page.render(Context({"start": first, "end": first}))
    assert " au <time" in page.render(Context({"start": first, "end": last}))
