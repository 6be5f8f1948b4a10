"""What of a client number is the number: spaces and hyphens are decoration, any other sign is not."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.client_numbers.writing import (
    ANY,
    BOTH,
    CHECKS,
    DIGITS,
    LETTERS,
    LUHN,
    MOD11,
    MOD97,
    Pattern,
    luhn,
    mod97,
    normal_form,
    shape_of,
    shape_words,
)
from portal.foundation.formats.cells import Unfit

CASES = Path(__file__).parents[2] / "cases"
DECORATION = " -\u00a0\u202f\u2009\u2010\u2011\u2012\u2013\u2014\u2212\u00ad\u200b"


@pytest.mark.parametrize("sign", DECORATION)
def test_spaces_and_hyphens_of_any_kind_are_decoration(sign):
    assert normal_form(f"trea{sign}1234") == "TREA1234"


@pytest.mark.parametrize("sign", "./,+_:*'’#E")
def test_any_other_sign_makes_another_number(sign):
    assert normal_form(f"1234{sign}0") != normal_form("12340")


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_numbers_are_one_only_by_their_decoration(one, other):
    """A number is never another one's because signs were taken out of it."""
    if normal_form(one) == normal_form(other):
        bare = ["".join(sign for sign in text.upper() if sign.isalnum()) for text in (one, other)]
        assert len(bare[0]) == len(bare[1]) or not one.isascii() or not other.isascii()


def test_what_people_s_systems_sent_is_no_number():
    for item in json.loads((CASES / "values.json").read_text(encoding="utf-8"))["client_numbers"]:
        with pytest.raises(Unfit):
            ANY.number_of(item)


@pytest.mark.parametrize("expected", ["A-100", "TREM 8502 0112", "123456", 123456.0, "12 345", "S-40213"])
def test_an_ordinary_number_is_one(expected):
    assert ANY.number_of(expected)


@pytest.mark.parametrize("expected", ["12.5", "12/3", "1,234,567", "12+3", "A_1", "ABC", "–", "9" * 41, True, "²"])
def test_what_has_another_sign_or_no_digit_is_refused_in_words(expected):
    with pytest.raises(Unfit) as refused:
        ANY.number_of(expected)
    assert len(str(refused.value)) <= 200


def test_a_declared_form_says_what_is_wrong():
    form = Pattern(DIGITS, "", 8, 8)
    assert form.number_of("0012 3456") == "0012 3456"
    for item, why in [("123456", "zéros"), ("123456789", "9 signes"), ("A1234567", "8 chiffres")]:
        with pytest.raises(Unfit, match=why):
            form.number_of(item)


def test_a_declared_sign_counts():
    form = Pattern(BOTH, "./", 3, 10)
    assert form.number_of("12.345/6") == "12.345/6"
    assert normal_form("12.345") != normal_form("12345")
    with pytest.raises(Unfit):
        form.number_of("12_345")


def test_a_number_that_ends_like_a_decimal_is_never_accepted():
    """Declared or not: no one can tell it from what a spreadsheet makes of the whole number."""
    with pytest.raises(Unfit, match="décimales"):
        Pattern(BOTH, ".").number_of("123456.0")


def test_letters_alone_when_declared():
    assert Pattern(LETTERS, "", 3, 3).number_of("abc") == "abc"


def test_known_numbers_of_each_check():
    assert luhn("79927398713") and not luhn("79927398710")
    assert mod97("3214282912345698765432161182")  # an IBAN, in the order of its standard
    assert not mod97("3214282912345698765432161128")


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("alphabet", [DIGITS, BOTH])
def test_a_check_digit_finds_two_signs_exchanged(check, alphabet):
    if alphabet == BOTH and check != MOD97:
        pytest.skip("a check of digits")
    form = Pattern(alphabet, "", 8, 8, check)
    number = form.example
    assert form.number_of(number) == number
    swapped = number[:2] + number[3] + number[2] + number[4:]
    with pytest.raises(Unfit, match="contrôle"):
        form.number_of(swapped)


@pytest.mark.parametrize("alphabet", [DIGITS, BOTH])
@pytest.mark.parametrize("check", ["", LUHN, MOD11, MOD97])
@pytest.mark.parametrize(("shortest", "longest"), [(1, 40), (4, 4), (8, 10), (40, 40)])
def test_the_example_has_the_form(alphabet, check, shortest, longest):
    if alphabet == BOTH and check in {LUHN, MOD11}:
        pytest.skip("a check of digits")
    form = Pattern(alphabet, "", shortest, longest, check)
    assert form.number_of(form.example)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0012-3456", "8 chiffres"),
        ("TREM 8502 0112", "4 lettres, 8 chiffres"),
        ("A1", "1 lettre, 1 chiffre"),
        ("12.3", "2 chiffres, 1 autre signe, 1 chiffre"),
    ],
)
def test_a_number_s_shape_in_words(number, words):
    assert shape_words(shape_of(number)) == words
