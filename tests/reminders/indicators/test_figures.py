"""Shares, small numbers, groups served less, and the geometry of the drawings."""

from hypothesis import given
from hypothesis import strategies as st

from reminders.indicators.charts import bars_of, trend_of
from reminders.indicators.figures import SMALL, rows_of, served_less, share


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
    }


groups = st.lists(st.integers(0, 60), min_size=1, max_size=8).map(
    lambda sizes: [group(str(number), size, size // 2) for number, size in enumerate(sizes)]
)


@given(groups)
def test_no_small_group_is_told(told):
    for row in rows_of(told, {}):
        assert row.is_hidden or row.counts["due"] >= SMALL


@given(groups)
def test_a_hidden_group_is_never_the_only_one(told):
    """Else the total minus the others would give it."""
    rows = rows_of(told, {})
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
def test_bars_stay_inside_the_drawing(shares):
    rows = rows_of([group(str(number), 100, value) for number, value in enumerate(shares)], {})
    drawn = bars_of(rows)
    assert all(drawn.left + bar.width <= drawn.width and bar.y < drawn.height for bar in drawn.bars)


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=24))
def test_the_trend_passes_over_missing_months(values):
    drawn = trend_of([(str(number), value) for number, value in enumerate(values)])
    assert len(drawn.dots) == sum(value is not None for value in values)
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y, _ in drawn.dots)
