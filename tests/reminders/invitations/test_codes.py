"""Codes as people copy them."""

import pytest

from portal.foundation.crypto.codes import ALPHABET, LENGTH, grouped, new_code, plain
from reminders.invitations.checking import problem_of
from reminders.invitations.codes import hint_of


def test_codes_have_no_look_alikes_and_differ():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in codes)
    assert not set(ALPHABET) & set("0O1IL5SZ")


def test_however_it_is_typed():
    code = new_code()
    for typed in (grouped(code), code.lower(), " ".join(code), f"  {code[:3]}–{code[3:]} "):
        assert plain(typed) == code


@pytest.mark.parametrize(
    ("number", "hint"), [("A-100 778", "778"), ("12345", "45"), ("AB", "B"), ("7", ""), ("---", "")]
)
def test_the_hint_never_gives_the_number_away(number, hint):
    assert hint_of(number) == hint


@pytest.mark.parametrize(
    ("name", "address", "field"),
    [
        ("", "1, rue A\nLévis", "invite_name"),
        ("x" * 101, "1, rue A\nLévis", "invite_name"),
        ("王明", "1, rue A\nLévis", "invite_name"),
        ("Ann", "1, rue 王\nLévis", "invite_address"),
        ("Ann\u202eA", "1, rue A\nLévis", "invite_name"),
        ("Ann", "1, rue A", "invite_address"),
        ("Ann", "a\nb\nc\nd\ne\nf", "invite_address"),
        ("Ann", "1, rue A\n" + "x" * 61, "invite_address"),
        ("Ann", "1, rue A\nLé\x00vis", "invite_address"),
        ("Ann", "", "invite_address"),
    ],
)
def test_what_no_letter_can_reach(name, address, field):
    assert problem_of(name, address)[0] == field


def test_what_a_letter_can_reach():
    assert problem_of("Ann Roy", "1, rue A\n\nLévis (Québec)  G6V 1A1") is None
    assert problem_of("x" * 100, "1, rue A\nLévis") is None
    assert problem_of("ᐃᓄᒃ ᓄᓇᕕᒃ", "1, ᐊᖅᑯᑎ\nᑰᔾᔪᐊᖅ (Québec)  J0M 1C0") is None


def test_a_sign_that_cannot_be_printed_is_named():
    assert "王 明" in problem_of("王明", "1, rue A\nLévis")[1]
