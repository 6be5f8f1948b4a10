"""Derived facts, as facts.yaml describes them."""

from datetime import date

import pytest

from portal.criteria.vocabulary import UnfitValue, read, write_value
from programs.facts.counters import AGED_IN, aged
from programs.facts.derivations import DERIVATIONS, full_months, full_years, lacking, resolve
from programs.reference import load
from tests.programs.reference_rules import AS_OF, kinds, personas


def test_what_is_derived_is_what_the_reference_says():
    reference = load("facts")
    assert {code: set(sources) for code, (sources, _) in DERIVATIONS.items()} == {
        record["id"]: set(record["derived_from"]) for record in reference["derived"]
    }
    assert set(AGED_IN) <= {record["id"] for record in reference["facts"]}


@pytest.mark.parametrize(
    ("start", "on", "years", "months"),
    [
        (date(2000, 11, 15), date(2026, 11, 14), 25, 311),
        (date(2000, 11, 15), date(2026, 11, 15), 26, 312),
        (date(2004, 2, 29), date(2026, 2, 28), 21, 263),
        (date(2004, 2, 29), date(2026, 3, 1), 22, 264),
        (date(2026, 1, 31), date(2026, 2, 28), 0, 0),
        (date(2026, 1, 31), date(2026, 3, 1), 0, 1),
    ],
)
def test_full_years_and_months(start, on, years, months):
    assert (full_years(start, on), full_months(start, on)) == (years, months)


def test_households():
    child = {"birth_date": date(2020, 5, 4)}
    grown = {"birth_date": date(2000, 5, 4)}
    assert resolve({"marital_status": "single", "children": ()}, AS_OF)["household_type"] == "single"
    assert (
        resolve({"marital_status": "married", "children": (child, grown)}, AS_OF)["household_type"] == "couple_1child"
    )
    assert resolve({"marital_status": "widowed", "children": (child,) * 3}, AS_OF)["household_type"] == "single_2plus"
    assert "household_type" not in resolve({"children": (child,)}, AS_OF)


def test_no_child_is_999_months_old_and_no_spouse_is_0_years_old():
    known = resolve({"children": (), "marital_status": "divorced"}, AS_OF)
    assert (known["youngest_child_months"], known["spouse_age"], known["has_spouse"]) == (999, 0, False)


def test_what_did_not_happen_has_no_months_since():
    known = resolve({"road_accident_date": None}, AS_OF)
    assert known["months_since_road_accident"] is None
    assert "months_since_crime" not in known


def test_next_kindergarten_is_next_september():
    child = {"birth_date": date(2022, 12, 1)}
    assert resolve({"children": (child,)}, date(2026, 8, 31))["children_kindergarten_next_fall"] == 0
    assert resolve({"children": (child,)}, date(2026, 9, 1))["children_kindergarten_next_fall"] == 1


def test_a_spouses_birth_date_is_asked_only_once_there_is_a_spouse():
    assert lacking("spouse_age", {}) == ("marital_status",)
    assert lacking("spouse_age", {"marital_status": "married", "has_spouse": True}) == ("spouse_birth_date",)
    assert lacking("household_type", {}) == ("marital_status", "children")
    assert lacking("age", {"age": 30}) == ()


def test_counters_age_from_the_day_they_were_known():
    march, june = date(2026, 3, 10), date(2026, 6, 10)
    assert aged("months_in_canada", 12, march, june) == 15
    assert aged("months_in_canada", 12, june, march) == 12
    assert aged("owner_years", 14, march, date(2027, 3, 10)) == 15
    assert aged("family_net_income", 24000, march, june) == 24000


@pytest.mark.parametrize("who", personas())
def test_values_are_read_back_as_written(who):
    facts = read(kinds(), personas()[who]["facts"])
    assert read(kinds(), {code: write_value(value) for code, value in facts.items()}) == facts


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("resident_quebec", "yes"),
        ("insurable_hours", 12.5),
        ("insurable_hours", True),
        ("family_net_income", "24000"),
        ("family_net_income", float("nan")),
        ("birth_date", "hier"),
        ("immigration_status", "martian"),
        ("home_project", "energy"),
        ("home_project", ["castle"]),
        ("children", [{"born_in_quebec": True}]),
        ("unheard_of", 1),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_name_without_showing_it(fact, value):
    with pytest.raises(UnfitValue, match=fact) as caught:
        read(kinds(), {fact: value})
    assert "martian" not in str(caught.value)


def test_null_on_a_fact_that_cannot_be_null_is_not_given():
    assert read(kinds(), {"family_net_income": None, "crime_date": None}) == {"crime_date": None}
