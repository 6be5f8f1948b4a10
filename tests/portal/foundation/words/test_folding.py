"""One rule of comparison, in Python and in the database."""

import unicodedata

import pytest
from django.db import connection

from portal.foundation.words.folding import fold, joined, plain


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("L’Œuvre d’Évelyne — Côte-Nord!", "l oeuvre d evelyne cote nord"),
        ("O’Brien", "o brien"),
        ("O'Brien", "o brien"),
        ("OʼBrien", "o brien"),
        ("Saint‑Pierre", "saint pierre"),
        ("Ste-Anne, ST‐PIERRE St", "sainte anne saint pierre saint"),
        (unicodedata.normalize("NFD", "Bélanger"), "belanger"),
        ("Ali\u202e\u2066cod", "alicod"),
        ("ᐃᓄᒃ", "ᐃᓄᒃ"),
        ("ΒΑΣΊΛΗΣ βασίλης", "βασιλησ βασιλησ"),
        ("Иван ИВАН", "иван иван"),
        ("Łukasz Ðorđe Ægir Weiß", "lukasz dorde aegir weiss"),
        ("Nguyễn\u00a0Thị", "nguyen thi"),
        ("Kahnawà:ke", "kahnawa ke"),
        ("-- ' % \\", ""),
    ],
)
@pytest.mark.django_db
def test_words_are_compared_by_what_is_heard(typed, folded):
    assert fold(typed) == folded
    with connection.cursor() as cursor:
        assert cursor.execute("SELECT fold_words(%s)", [typed]).fetchone()[0] == folded


def test_in_one_word():
    assert (joined("O’Brien"), joined("SAAQ-2026 001"), joined("D’Amours")) == ("obrien", "saaq2026001", "damours")


def test_a_saint_is_a_word_not_a_syllable():
    assert fold("Stéphane Steve Best") == "stephane steve best"
    assert plain("St-Pierre") == "st pierre"


@pytest.mark.django_db
def test_the_database_folds_every_letter_as_python_does():
    """Each assigned character of Unicode, between two letters: what one drops or separates, the other does too."""
    points = [point for point in range(1, 0x20000) if unicodedata.category(chr(point)) not in {"Cn", "Cs", "Co"}]
    with connection.cursor() as cursor:
        rows = cursor.execute(
            "SELECT point, fold_words('a' || chr(point) || 'b') FROM unnest(%s::int[]) AS point", [points]
        ).fetchall()
    faults = [f"{point:04X}: {item!r}" for point, item in rows if item != fold(f"a{chr(point)}b")]
    assert len(points) > 60_000 and not faults, faults[:20]
