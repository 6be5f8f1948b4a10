"""Shares, small numbers, groups served less, and the geometry of the drawings."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.indicators.charts import bars_of, trend_of
from reminders.indicators.figures import SMALL, rows_of, served_later, served_less, share
from reminders.indicators.words import wait_words


def group(value, due, digital=0):
    return {
        "value": value,
        "due": due,
        "digital": digital,
        "otherwise": 0,
        "unreached": 0,
        "not_asked": 0,
        "in_time": 0,
        "after_reminder": 0,
        "late": 0,
        "not_known": 0,
        "waits": 0,
        "waited": None,
    }


groups = st.lists(st.integers(0, 60), min_size=1, max_size=8).map(
    lambda sizes: [group(str(number), size, size // 2) for number, size in enumerate(sizes)]
)


@given(groups)
def test_no_small_group_is_told(groups):
    for row in rows_of(groups, {}):
        assert row.is_hidden or row.counts["due"] >= SMALL


@given(groups)
def test_a_hidden_group_is_never_the_only_one(groups):
    """Else the total minus the others would give it."""
    rows = rows_of(groups, {})
    hidden = [row for row in rows if row.is_hidden]
    assert len(hidden) != 1 or len(rows) == 1


def test_hidden_rows_carry_no_figure():
    row = rows_of([group("a", 9, 9)], {"a": "A"})[0]
    assert (row.label, row.counts, row.share) == ("A", {}, None)


def test_share_of_nothing_is_unknown():
    assert share(0, 0) is None
    assert share(1, 3) == 33.3


def test_groups_served_less_are_told_when_large_enough():
    rows = rows_of([group("a", 100, 40), group("b", 20, 2), group("c", 100, 90)], {})
    assert [row.label for row in served_less(rows, 60.0)] == ["a"]
    assert served_less(rows, None) == []


@given(st.lists(st.integers(0, 100), max_size=12))
def test_bars_stay_inside_the_drawing_and_no_name_is_cut(shares):
    name = "Renouvellement du permis de conduire d’une personne de soixante-quinze ans et plus"
    rows = rows_of([group(f"{name} {number}", 100, value) for number, value in enumerate(shares)], {})
    drawn = bars_of(rows)
    assert all(0 <= bar.width <= 100 for bar in drawn)
    assert [bar.label for bar in drawn] == [row.label for row in rows]


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=24))
def test_the_trend_passes_over_missing_months(values):
    drawn = trend_of([(str(number), "2026", value) for number, value in enumerate(values)])
    assert len(drawn.dots) == sum(value is not None for value in values)
    assert all(0 <= dot.x <= drawn.width and 0 <= dot.above < dot.y <= drawn.height for dot in drawn.dots)
    assert drawn.tells == (len(drawn.dots) > 1)  # a single month is no line


def test_a_year_is_written_where_it_begins():
    drawn = trend_of([("nov.", "2026", 1.0), ("déc.", "2026", 2.0), ("janv.", "2027", 3.0)])
    assert [(month.name, month.year) for month in drawn.months] == [("nov.", "2026"), ("déc.", ""), ("janv.", "2027")]


def waiting(value, due, hours, waits=None):
    return group(value, due) | {"waited": dt.timedelta(hours=hours), "waits": due if waits is None else waits}


def test_a_delay_stands_on_enough_people():
    rows = rows_of([waiting("a", 50, 30.04), waiting("b", 50, 3, waits=SMALL - 1)], {})
    assert [row.wait for row in rows] == [30.0, None]
    assert "waited" not in rows[0].counts


def test_groups_served_later_are_told_when_large_enough():
    rows = rows_of([waiting("a", 100, 60), waiting("b", 20, 60), waiting("c", 100, 20)], {})
    assert [row.label for row in served_later(rows, 12.0)] == ["a"]
    assert served_later(rows, None) == []


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (None, "—"),
        (0.02, "moins d’une heure"),
        (1.0, "1 heure"),
        (47.4, "47 heures"),
        (50.0, "2 jours"),
        (170, "7 jours"),
    ],
)
def test_delays_in_words(hours, words):
    assert wait_words(hours) == words
