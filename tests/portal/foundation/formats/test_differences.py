"""Differences between two texts, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.formats.differences import Change, TextRun, word_diff


def test_a_word_that_changes_is_told_alone():
    assert word_diff("Payer le permis", "Payer la carte") == [
        TextRun("same", "Payer "),
        TextRun("gone", "le"),
        TextRun("new", "la"),
        TextRun("same", " "),
        TextRun("gone", "permis"),
        TextRun("new", "carte"),
    ]


def test_texts_without_anything_in_common_are_told_whole():
    assert [part.state for part in word_diff("Un texte entier", "Autre chose dite")] == ["gone", "new"]


def test_both_texts_can_be_read_again_from_the_parts():
    before, after = "L’amende est de 200 $, puis 300 $.", "L’amende est de 250 $ dès le lendemain."
    parts = word_diff(before, after)
    assert "".join(part.text for part in parts if part.state != "new") == before
    assert "".join(part.text for part in parts if part.state != "gone") == after


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_read_again_and_no_part_is_empty(before, after):
    parts = word_diff(before, after)
    assert "".join(part.text for part in parts if part.state != "new") == before
    assert "".join(part.text for part in parts if part.state != "gone") == after
    assert all(part.text for part in parts)


def test_a_change_tells_its_parts():
    assert [part.state for part in Change("name", "Nom", "", "Permis").parts] == ["new"]
