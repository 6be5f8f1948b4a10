"""Names of files: readable, harmless."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.documents.names import LONGEST, clean_name, with_suffix


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("relevé été.pdf", "relevé été.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\a.pdf", "a.pdf"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("  .htaccess ", "htaccess"),
        ("..", "document"),
        ("", "document"),
        ("\u200b\u2066", "document"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ('<b>"x"|y?.pdf', "_b__x__y_.pdf"),
        ("a\u00a0 b\tc.pdf", "a bc.pdf"),
    ],
)
def test_clean_name(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


def test_long_names_are_cut_before_their_extension() -> None:
    assert clean_name("é" * 300 + ".pdf") == "é" * (LONGEST - 4) + ".pdf"


@pytest.mark.parametrize(
    ("name", "suffix", "served"),
    [
        ("a.pdf", ".pdf", "a.pdf"),
        ("a.JPEG", ".jpg", "a.JPEG"),
        ("a.heic", ".jpg", "a.jpg"),
        ("a.exe", ".pdf", "a.pdf"),
        ("a", ".png", "a.png"),
    ],
)
def test_the_extension_is_that_of_the_content(name: str, suffix: str, served: str) -> None:
    assert with_suffix(name, suffix) == served


_SIGNS = st.one_of(st.characters(), st.sampled_from("e\u0301\u200d\u202e /\\.:\u2026\u1100\u1161"))


@settings(max_examples=150, deadline=None)
@given(st.text(_SIGNS, max_size=200))
def test_any_name_is_made_harmless_once_however_it_was_composed(raw: str) -> None:
    name = clean_name(raw)
    assert 0 < len(name) <= LONGEST and not set(name) & set('/\\<>:"|?*')
    assert not {unicodedata.category(sign) for sign in name} & {"Cc", "Cf", "Cs"}
    assert name == clean_name(name) == clean_name(unicodedata.normalize("NFD", raw))
