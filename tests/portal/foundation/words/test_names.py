"""Names as people have them: any script, nothing that tricks the eye, nothing cut."""

import pytest

from portal.foundation.words.names import clean_name, has_letter


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ali\u202e\u2066cod", "Alicod"),
        ("  Anne\u00a0\u2009Marie\n", "Anne Marie"),
        ("Be\u0301langer", "Bélanger"),
        ("Jo\u200bhn\ufeff", "John"),
        ("ᐊᓕᓯ", "ᐊᓕᓯ"),
        ("O’Brien-D'Amours", "O’Brien-D'Amours"),
        ("مریم\u200cالسادات", "مریم\u200cالسادات"),
        ("A" * 500, "A" * 500),
        ("X Æ A-12", "X Æ A-12"),
    ],
)
def test_a_name_is_cleaned_of_what_nobody_sees(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(("name", "says"), [("-", False), (".", False), ("12", False), ("Ô", True), ("ᐃ", True)])
def test_a_name_has_a_letter(name, says):
    assert has_letter(name) is says
