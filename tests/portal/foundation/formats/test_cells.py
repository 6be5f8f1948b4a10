"""What a cell says: the forms that people and their systems mean, and no other."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.formats.cells import Unfit, day_of, hour_of, spaced, strict_day, strict_hour, text_of
from portal.foundation.formats.fields import HourField
from portal.foundation.formats.identifiers import EXACT, identifier_of, says_nothing


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\u3000", "\t", "\n", " \u00a0 "])
def test_every_space_is_a_space(space):
    assert text_of(f"{space}Zoé{space}Roy{space}") == "Zoé Roy"


def test_signs_without_width_are_no_signs():
    assert spaced("\ufeff12\u200b34\u00ad5") == "12345"


@pytest.mark.parametrize("written", ["a\u202eb", "a\x00b", "Zo\ufffd"])
def test_what_nobody_sees_is_refused(written):
    with pytest.raises(Unfit):
        text_of(written)


@pytest.mark.parametrize(
    ("expected", "text"), [(None, ""), (12, "12"), (12.0, "12"), (1.5, "1.5"), ("e\u0301", "é"), ("  ", "")]
)
def test_a_cell_is_a_text(expected, text):
    assert text_of(expected) == text


@pytest.mark.parametrize(
    "expected",
    [
        "2027-03-31",
        " 2027-03-31\u00a0",
        "2027-03-31 00:00:00",
        "2027-03-31T00:00:00.000",
        dt.date(2027, 3, 31),
        dt.datetime(2027, 3, 31),
    ],
)
def test_a_day(expected):
    assert day_of(expected) == dt.date(2027, 3, 31)


@pytest.mark.parametrize(
    ("expected", "why"),
    [
        ("31/03/2027", "l’année d’abord"),
        ("03/31/2027", "l’année d’abord"),
        ("12/03/2027", "se confondent"),
        ("03-04-27", "se confondent"),
        ("46477", "comme un nombre"),
        (46477, "comme un nombre"),
        ("2027-02-30", "n’existe pas"),
        ("2027-03-31 14:30:00", "année-mois-jour"),
        (dt.datetime(2027, 3, 31, 14, 30), "porte aussi une heure"),
        *((written, "année-mois-jour") for written in ("20270331", "2027-W13-3", "2027-090", "2027/03/31", "", "hier")),
        ("２０２７-０３-３１", "année-mois-jour"),
    ],
)
def test_what_is_no_day_is_told_why(expected, why):
    with pytest.raises(Unfit, match=why):
        day_of(expected)


@pytest.mark.parametrize(
    ("expected", "hour"),
    [
        ("9:30", (9, 30)),
        ("09:30", (9, 30)),
        ("14:30:00", (14, 30)),
        ("14 h 30", (14, 30)),
        ("14\u00a0h\u00a030", (14, 30)),
        ("14h30", (14, 30)),
        ("14 H 30 min", (14, 30)),
        ("9 h", (9, 0)),
        ("9 heures 05", (9, 5)),
        ("2:30 PM", (14, 30)),
        ("2:30 p.m.", (14, 30)),
        ("12:15 am", (0, 15)),
        ("12 pm", (12, 0)),
        (dt.time(14, 30), (14, 30)),
    ],
)
def test_an_hour_as_people_write_it(expected, hour):
    assert hour_of(expected) == dt.time(*hour)


@pytest.mark.parametrize(
    ("expected", "why"),
    [
        ("14,5", "comme un nombre"),
        ("14.5", "comme un nombre"),
        ("0,604166667", "comme un nombre"),
        (0.604166667, "comme un nombre"),
        ("24:00", "n’existe pas"),
        ("25 h", "n’existe pas"),
        ("14:30Z", "sans fuseau"),
        ("14:30-04:00", "sans fuseau"),
        (dt.time(14, 30, tzinfo=dt.UTC), "sans fuseau"),
        (dt.time(14, 30, 5), "minutes seulement"),
        *(
            (written, "ou laissez vide")
            for written in ("14", "1430", "T14", "midi", "14:3", "14 h 5", "14:30:05", "13:00 PM")
        ),
    ],
)
def test_what_is_no_hour_is_told_why(expected, why):
    with pytest.raises(Unfit, match=why):
        hour_of(expected)


@given(st.text(max_size=30) | st.floats() | st.integers() | st.none() | st.booleans() | st.datetimes() | st.times())
def test_any_value_is_read_or_unfit_in_words(value):
    for read in (text_of, day_of, hour_of, identifier_of):
        try:
            read(value)
        except Unfit as error:
            assert 10 < len(str(error)) <= 200


@pytest.mark.parametrize(
    ("expected", "why"),
    [
        ("123456.0", "décimales"),
        ("123456,00", "décimales"),
        ("1,23457E+11", "abrégé"),
        ("1.2e+05", "abrégé"),
        ("1E+11", "abrégé"),
        ("#N/A", "formule"),
        ("#REF!", "formule"),
        ("#VALEUR!", "formule"),
        ("######", "formule"),
        ("Err:502", "formule"),
        ("Total", "total"),
        ("TOTAL GÉNÉRAL : 12", "total"),
        ("Sous-total", "total"),
        ("N/A", "personne"),
        ("0", "personne"),
        ("000", "personne"),
        ("-", "personne"),
        ("inconnu", "personne"),
        ("null", "personne"),
        ("", "vide"),
        (None, "vide"),
        (EXACT, "15 chiffres"),
        (dt.datetime(2027, 3, 12), "pour une date"),
    ],
)
def test_what_a_spreadsheet_writes_instead_of_an_identifier(expected, why):
    with pytest.raises(Unfit, match=why):
        identifier_of(expected)


@pytest.mark.parametrize("expected", ["1E5", "A/12.3", "TOTAL-12", "#123", "2027-03", "00012", 123456.0])
def test_an_identifier_is_kept_as_it_is(expected):
    assert identifier_of(expected) == text_of(expected)


def test_people_may_be_called_na():
    assert not says_nothing("Na") and not says_nothing("So")
    assert says_nothing("N/A") and says_nothing("-") and says_nothing("0")


@pytest.mark.parametrize("written", ["20270331", "2027-W13-3", "2027-090", " 2027-03-31", "2027-3-31", "2027-02-30"])
def test_a_day_of_a_program_has_one_form(written):
    assert strict_day("2027-03-31") == dt.date(2027, 3, 31)
    with pytest.raises(ValueError):
        strict_day(written)


@pytest.mark.parametrize("written", ["9:30", "0930", "09:30:00", "09:30Z", "09", "25:00", "14.5"])
def test_an_hour_of_a_program_has_one_form(written):
    assert strict_hour("09:30") == dt.time(9, 30)
    with pytest.raises(ValueError):
        strict_hour(written)


def test_a_page_s_field_of_hours_reads_what_people_write():
    field = HourField(error_messages={"invalid": "non"})
    assert [field.clean(typed) for typed in ("14:30", "14 h 30", "9 h")] == [
        dt.time(14, 30),
        dt.time(14, 30),
        dt.time(9),
    ]
    for typed in ("14,5", "1430", "14:30Z"):
        with pytest.raises(ValidationError, match="non"):
            field.clean(typed)
    assert HourField(required=False).clean("") is None
