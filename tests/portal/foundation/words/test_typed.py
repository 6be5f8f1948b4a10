"""What an agent types, understood: each part is looked for, in any order."""

import pytest

from portal.foundation.words.typed import parts_of, whole_number


@pytest.mark.parametrize(
    ("typed", "needles"),
    [
        ("Tremblay, Amélie", [(" tremblay",), (" amelie",)]),
        ("O'Brien", [(" o",), (" brien",)]),
        ("(418) 555-0123", [("4185550123",)]),
        ("+1 418 555 0123", [("14185550123",)]),
        ("Roy 555-0123", [(" roy",), ("5550123",)]),
        ("g1r2b5", [(" g1r2b5",)]),
        ("G1R 2B5", [(" g1r2b5",)]),
        ("G1R", [(" g1r",)]),
        ("1er mai 1961", [("*19610501",)]),
        ("le 1 août 1961", [("*19610801",), (" le",)]),
        ("1961-05-01", [("*19610501",)]),
        ("01/05/1961", [("*19610501", "*19610105")]),
        ("31/05/1961", [("*19610531",)]),
        ("mai 1961", [("*196105",)]),
        ("1961", [("1961",)]),
        ("01051961", [("01051961", "*19610501")]),
        ("amelie@relais", [("amelie@relais",)]),
        ("Amelie@Relais.example, Roy", [("amelie@relais.example",), (" roy",)]),
        ("31 février 1961", [("31",)]),
        ("%", []),
        ("'; --", []),
        ("", []),
    ],
)
def test_parts(typed, needles):
    if typed == "31 février 1961":  # no such day: words and figures remain, and find nobody
        assert [part.word or part.number for part in parts_of(typed)] == ["31", "fevrier", "1961"]
        return
    assert [part.needles for part in parts_of(typed)] == needles


def test_a_number_is_whole_with_its_letters():
    assert whole_number("SAAQ 2026-001") == "saaq2026001"
    assert whole_number("Tremblay") == ""


def test_few_figures_are_no_part_of_a_telephone():
    (part,) = parts_of("12")
    assert not part.needles and part.number == "12"
