"""How hard a text is to read: the same whatever its accents or its blanks, and sensible on any text at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.foundation.wording.reading import LONG_WORD, read, sentences, syllables

PLAIN = "Payez votre permis avant le {date}. Vous gardez le droit de conduire. Le montant est sur votre avis."
HARD = (
    "L’acquittement préalable des contributions réglementaires afférentes au renouvellement administratif conditionne "
    "irrémédiablement la continuation de l’autorisation gouvernementale précédemment octroyée aux titulaires visés."
)


@given(st.text(max_size=300))
@settings(max_examples=80)
def test_any_text_is_read(text):
    reading = read(text)
    assert reading.longest_sentence >= 0 and isinstance(reading.is_hard, bool)
    assert all(len(word) >= LONG_WORD for word in reading.long_words)


@given(st.text("abcdeéèêiïoôuùyœqrtlmnç", min_size=1, max_size=30))
def test_every_word_is_said_in_one_syllable_at_least(word):
    assert 1 <= syllables(word) <= len(word) + 1


@pytest.mark.parametrize(
    ("word", "count"),
    [("permis", 2), ("date", 1), ("droit", 1), ("conduire", 2), ("école", 2), ("Ecole", 2), ("le", 1), ("xyz", 1)],
)
def test_syllables_as_one_says_them(word, count):
    assert syllables(word) == count


def test_plain_is_plainer_than_hard():
    plain, hard = read(PLAIN), read(HARD)
    assert not plain.is_hard and hard.is_hard and plain.ease > 60 > hard.ease


def test_the_same_sentence_twice_is_as_easy_as_once():
    assert read(PLAIN).ease == read(f"{PLAIN} {PLAIN}").ease


@pytest.mark.parametrize("blank", ["\n", "  ", "\u00a0 ", "\t"])
def test_blanks_do_not_count(blank):
    assert read(PLAIN.replace(" ", blank, 1)).ease == pytest.approx(read(PLAIN).ease, abs=25)
    assert read(f"{blank}{PLAIN}{blank}").ease == read(PLAIN).ease


def test_a_few_words_say_nothing():
    assert read("Payez votre permis.").ease is None and not read("Payez votre permis.").is_hard
    assert read("").longest_sentence == 0


def test_a_long_word_is_named_once():
    assert read(f"{'gouvernementalement ' * 3}. Oui.").long_words == ("gouvernementalement",)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("Un.", 1), ("Un. Deux! Trois?", 3), ("Un\n\nDeux", 2), ("À payer : 12,50 $.", 1), ("1.5 km", 1)],
)
def test_facts_are_counted_by_sentence(text, count):
    assert len(sentences(text)) == count
