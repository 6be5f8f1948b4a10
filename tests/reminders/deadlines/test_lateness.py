"""The cost of lateness: from dated tiers, monotonic, exact at their edges."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.reference import read_yaml
from reminders.deadlines.lateness import cost, next_tier, tiers_of
from reminders.deadlines.words import amount_words, remedy_of
from reminders.kinds.reference import FOLDER, read

DUE = dt.date(2026, 4, 30)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "after_days": st.integers(0, 400),
            "label_fr": st.text(min_size=1, max_size=5),
            "amount": st.one_of(st.none(), st.integers(0, 500)),
            "unit": st.sampled_from(["CAD", "percent", ""]),
        },
        optional={"after_months": st.integers(1, 12), "times": st.integers(1, 12)},
    ),
    max_size=6,
)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2034, 12, 31))


def tiers_of_kind(code):
    return tiers_of(next(record.columns["tiers"] for record in read()[1] if record.code == code))


@given(ROWS, DAYS, DAYS, st.integers(0, 400))
def test_waiting_never_costs_less(rows, due_on, day, more):
    tiers = tiers_of(rows)
    now, later = cost(tiers, due_on, day), cost(tiers, due_on, day + dt.timedelta(days=more))
    assert set(now.reached) <= set(later.reached)
    data = {(unit, of): amount for amount, unit, of in later.totals}
    assert all(data[unit, of] >= amount for amount, unit, of in now.totals)


@given(ROWS, DAYS, st.integers(1, 3000))
def test_acting_before_the_date_costs_nothing(rows, due_on, early):
    assert cost(tiers_of(rows), due_on, due_on - dt.timedelta(days=early)).is_nothing


@given(ROWS, DAYS, DAYS)
def test_the_next_tier_is_the_first_day_on_which_something_worsens(rows, due_on, day):
    tiers = tiers_of(rows)
    coming = next_tier(tiers, due_on, day)
    if coming is None:
        return
    worse_on, tier = coming
    eve = worse_on - dt.timedelta(days=1)
    assert worse_on > day and tier.times_reached(due_on, worse_on) > tier.times_reached(due_on, eve)
    assert all(other.times_reached(due_on, eve) == other.times_reached(due_on, day) for other in tiers)


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (dt.date(2026, 4, 30), None),
        (dt.date(2026, 5, 1), 5),
        (dt.date(2026, 5, 30), 5),
        (dt.date(2026, 5, 31), 6),  # a whole month has passed since the 30th of April
        (dt.date(2026, 7, 1), 7),
        (dt.date(2027, 5, 1), 17),
        (dt.date(2030, 1, 1), 17),  # twelve months at most
    ],
)
def test_the_tax_return_by_the_day(day, percent):
    totals = cost(tiers_of_kind("declaration-revenus"), DUE, day).totals
    assert totals == ((Decimal(percent), "percent", "du solde impayé"),) if percent else totals == ()


@pytest.mark.parametrize(
    ("day", "dollars"), [(dt.date(2026, 9, 30), 0), (dt.date(2026, 10, 30), 0), (dt.date(2026, 10, 31), 25)]
)
def test_the_health_card_costs_after_six_months(day, dollars):
    result = cost(tiers_of_kind("carte-assurance-maladie"), DUE, day)
    assert sum(amount for amount, unit, _ in result.totals) == dollars and result.reached


def test_a_row_that_cannot_be_read_is_left_out():
    bad = [
        {},
        {"after_days": "demain", "label_fr": "x"},
        {"after_days": 1},
        {"after_days": 1, "label_fr": "x", "amount": "?"},
    ]
    assert tiers_of([*bad, None, {"after_days": 2, "label_fr": "gardé"}])[0].label == "gardé"


def test_each_tier_of_ours_is_said_by_a_source_of_the_data():
    data = read_yaml(FOLDER / "deadlines.yaml")
    sources = {entry["id"]: {source["id"]: source["url"] for source in entry["sources"]} for entry in data["deadlines"]}
    for entry in read_yaml(FOLDER / "tiers.yaml")["tiers"]:
        assert sources[entry["id"]][entry["source_id"]] == entry["source"]
        assert str(entry["as_of"]) == str(data["version"])
        assert len(tiers_of(entry["tiers"])) == len(entry["tiers"]), entry["id"]


def test_every_kind_says_who_is_concerned():
    assert all(record.columns["audience_fr"] and record.columns["audience_en"] for record in read()[1])


@pytest.mark.parametrize(
    ("procedure", "remedy"),
    [
        (["Payer", "En retard : payer le solde.", "Demander"], "En retard : payer le solde"),
        (["Délai passé : négocier"], "Délai passé : négocier"),
        (["Renouveler en ligne", "Adulte : renouvellement simplifié"], "Renouveler en ligne"),
        ([], ""),
    ],
)
def test_what_limits_the_consequences(procedure, remedy):
    assert remedy_of(procedure) == remedy


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        ("25", "CAD", "25\u00a0$"),
        ("82.5", "CAD", "82,50\u00a0$"),
        ("1.5", "percent", "1,5\u00a0%"),
        ("1", "percent_month", "1\u00a0% par mois"),
        ("10", "days", "10\u00a0jours"),
        ("1", "days", "1\u00a0jour"),
        ("2", "months", "2\u00a0mois"),
    ],
)
def test_amounts_are_written_as_people_read_them(amount, unit, expected):
    assert amount_words(Decimal(amount), unit) == expected
