"""Answers as people type them: what is understood, what is asked again, and nothing silently read as something else."""

import datetime as dt
from functools import cache

import pytest
from django.http import QueryDict

from portal import clock
from portal.foundation.formats.partial_days import PartialDay
from programs.facts.date_forms import MOST_CHILDREN
from programs.facts.forms import answer_form
from programs.facts.models import FactDefinition
from programs.reference import load


@cache
def definition_of(fact: str) -> FactDefinition:
    """A question of the reference, as the import makes it."""
    record = next(one for one in load("facts")["facts"] if one["id"] == fact)
    return FactDefinition(
        code=fact,
        type=record["type"],
        unit=record.get("unit") or "",
        choices=record.get("choices") or [],
        is_nullable=bool(record.get("nullable")),
        label_fr=record["label_fr"],
    )


def form_of(fact: str, **typed):
    """The form of a question, bound to what was typed."""
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return answer_form(definition_of(fact), data)


def errors_of(form) -> str:
    return " ".join(str(message) for messages in form.errors.values() for message in messages)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("24000", 24000),
        ("24 000", 24000),
        ("24\u00a0000\u00a0$", 24000),
        ("24\u202f000,50 $", 24000.5),
        ("$24000.50", 24000.5),
        ("0", 0),
        # Three figures after a separator are thousands, never a fraction of a dollar: 24 $ instead of 24 000 $ would
        # open programs that are not theirs, and hide others.
        ("24,000", 24000),
        ("24.000", 24000),
        ("1,224,000", 1224000),
    ],
)
def test_an_amount_is_understood_as_it_is_written_here_and_elsewhere(typed, understood):
    form = form_of("family_net_income", answer=typed)
    assert form.is_valid(), form.errors
    assert form.value() == understood and type(form.value()) is type(understood)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "vingt", "-1", "−1", "nan", "inf", "1e999", "1e12", "9" * 20, "9" * 21, "12\x00", "1,2,3", "🧊", "0x10"],
)
def test_what_is_no_amount_is_asked_again_in_words(typed):
    form = form_of("family_net_income", answer=typed)
    assert not form.is_valid()
    assert len(errors_of(form)) > 20 and form["answer"].value() == typed


@pytest.mark.parametrize("typed", ["1,5", "1.5", "1,200"])
def test_a_whole_number_has_no_fraction(typed):
    form = form_of("insurable_hours", answer=typed)
    assert not form.is_valid() and "nombre entier" in errors_of(form)


def test_a_share_keeps_its_fraction():
    assert (form := form_of("housing_cost_share", answer="33,333 %")).is_valid() and form.value() == 33.333


@pytest.mark.parametrize("typed", ["maybe", "", "Yes", "yes\x00"])
def test_yes_or_no_and_nothing_else(typed):
    assert not form_of("resident_quebec", answer=typed).is_valid()


@pytest.mark.parametrize(
    ("days", "is_taken"), [(1, False), (0, True), (-1, True), (-365 * 126, True), (-365 * 140, False)]
)
def test_a_birth_is_not_in_the_future_nor_before_1900(days, is_taken):
    day = clock.today() + dt.timedelta(days=days)
    assert form_of("birth_date", answer=day.isoformat()).is_valid() is is_taken


@pytest.mark.parametrize("typed", ["2026-02-30", "0000-00-00", "99999-01-01", "hier", "١٩٩٠-٠١", "1990-04-02\x00"])
def test_what_is_no_day_says_how_to_write_one(typed):
    form = form_of("birth_date", answer=typed)
    assert not form.is_valid() and "1990-04-02" in errors_of(form)


def test_a_day_and_its_denial_are_not_both_kept():
    form = form_of("crime_date", answer="2020-01-01", never="on")
    assert not form.is_valid() and "pas les deux" in errors_of(form)
    assert not form_of("crime_date", answer="").is_valid()
    assert (it_did_not := form_of("crime_date", answer="", never="on")).is_valid()
    assert it_did_not.value() is None


def test_a_day_that_cannot_be_denied_has_no_such_box():
    assert not form_of("birth_date", answer="", never="on").is_valid()


def test_none_of_these_excludes_the_rest():
    choice = definition_of("home_project").choices[0]["id"]
    assert not form_of("home_project", answer=[choice, "none-of-these"]).is_valid()
    assert (none := form_of("home_project", answer=["none-of-these"])).is_valid() and none.value() == ()
    assert (one := form_of("home_project", answer=[choice])).is_valid() and one.value() == (choice,)
    assert not form_of("home_project", answer=["castle"]).is_valid()


def test_a_choice_is_one_of_those_shown():
    assert not form_of("immigration_status", answer="martian").is_valid()
    assert not form_of("immigration_status", answer="").is_valid()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({}, "ou passez la question"),
        ({"child_1": "2020-05-04", "none": "on"}, "pas les deux"),
        ({"child_1": "2999-01-01"}, "dans le futur"),
        ({"child_1": "2020-05-04", "child_2": "1850-01-01"}, "dans le futur ou trop ancienne"),
        ({"child_1": "2020-13-04"}, "2020-05-04"),
    ],
    ids=str,
)
def test_children_are_told_one_by_one_or_said_to_be_none(typed, expected):
    form = form_of("children", **typed)
    assert not form.is_valid() and expected in errors_of(form)


def test_an_empty_row_between_two_children_is_no_child():
    form = form_of("children", child_1="2020-05-04", child_2="", child_3="2022-01-31")
    assert form.is_valid(), form.errors
    assert [child["birth_date"] for child in form.value()] == [dt.date(2020, 5, 4), dt.date(2022, 1, 31)]


def test_twins_are_two_children():
    form = form_of("children", child_1="2020-05-04", child_2="2020-05-04")
    assert form.is_valid() and len(form.value()) == 2


def test_there_is_an_end_to_the_rows():
    typed = {f"child_{rank}": "2020-05-04" for rank in range(1, 60)}
    form = form_of("children", add="1", **typed)
    assert sum(name.startswith("child_") for name in form.fields) == MOST_CHILDREN and not form.can_add


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("birth_date", dt.date(1990, 4, 2)),
        ("crime_date", None),
        ("resident_quebec", False),
        ("children", ()),
        ("children", ({"birth_date": dt.date(2020, 5, 4)},)),
        ("home_project", ()),
        ("family_net_income", 0),
    ],
)
def test_what_was_said_is_shown_again_and_sent_back_as_it_was(fact, value):
    """Going back and pressing «Continuer» changes nothing."""
    definition = definition_of(fact)
    shown = answer_form(definition, value=value, is_known=True)
    typed = {name: shown[name].value() for name in shown.fields}
    sent = {
        name: [str(one) for one in item] if isinstance(item, list) else str(item)
        for name, item in typed.items()
        if item is not None and item is not False
    }
    again = form_of(fact, **sent)
    assert again.is_valid(), again.errors
    assert again.value() == value


@pytest.mark.parametrize(
    ("day", "month", "year", "kept"),
    [
        ("", "", "1961", PartialDay(1961)),
        ("", "5", "1961", PartialDay(1961, 5)),
        ("9", "5", "1961", dt.date(1961, 5, 9)),
        (" 09 ", "5", " 1961 ", dt.date(1961, 5, 9)),
    ],
)
def test_what_is_not_known_of_a_day_stays_empty(day, month, year, kept):
    form = form_of("birth_date", answer_day=day, answer_month=month, answer_year=year)
    assert form.is_valid(), form.errors
    assert form.value() == kept


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        ("", "", "", "même incomplète"),
        ("9", "", "1961", "le mois"),
        ("9", "5", "", "quatre chiffres"),
        ("9", "5", "61", "quatre chiffres"),
        ("31", "2", "1961", "n’existe pas"),
        ("0", "2", "1961", "n’existe pas"),
        ("neuf", "2", "1961", "en chiffres"),
        ("", "13", "1961", "de la liste"),
        ("", "", "1899", "trop ancienne"),
        ("", "", "2999", "trop lointaine"),
        ("", "12", "2199", "dans le futur"),
        ("", "", "١٩٦١", "quatre chiffres"),
    ],
)
def test_boxes_that_cannot_be_a_day_say_what_to_change(day, month, year, expected):
    form = form_of("birth_date", answer_day=day, answer_month=month, answer_year=year)
    assert not form.is_valid() and expected in errors_of(form)


def test_an_answer_in_part_comes_back_in_its_boxes():
    page = str(answer_form(definition_of("birth_date"), value=PartialDay(1961, 5), is_known=True))
    assert 'value="1961"' in page and '<option value="5" selected' in page and 'name="answer_day"' in page


def test_no_box_of_a_day_says_that_it_is_optional():
    form = answer_form(definition_of("birth_date"))
    assert form.fields["answer"].required and " required" not in str(form)
