"""How hard a French text is to read: length of sentences, long words, and the index of Kandel and Moles (1958).

It is Flesch's made for French: 207 − 1,015 × words per sentence − 73,6 × syllables per word; 60 and more is plain.
"""

import re
from dataclasses import dataclass

from portal.foundation.wording.sensitive import fold

LONGEST_SENTENCE = 25
"""Words. Québec's guides of plain language ask for twenty at most on average."""
HARD_BELOW = 50
LONG_WORD = 15
"""Letters."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_END = re.compile(r"[.!?;…\n]+(?=\s|$)|:\s")
_VOWELS = re.compile(r"[aeiouy]+")
_GLIDE = re.compile(r"(?<=[aeiou])y(?=[aeiou])")
_SILENT = re.compile(r"(?<=[^aeiouy])(?:e|es|ent)$")


@dataclass(frozen=True)
class Reading:
    """`ease` is the index; None when the text is too short to say (under ten words)."""

    ease: float | None
    longest_sentence: int
    long_words: tuple[str, ...]

    @property
    def is_hard(self) -> bool:
        return self.ease is not None and self.ease < HARD_BELOW


def read(text: str) -> Reading:
    spoken = text.replace("{date}", "le premier mai").replace("{where}", "dans votre espace")
    sentences = [words for part in _END.split(spoken) if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    long_words = tuple(dict.fromkeys(word for word in words if len(word) >= LONG_WORD))
    longest = max((len(sentence) for sentence in sentences), default=0)
    if len(words) < 10:
        return Reading(None, longest, long_words)
    ease = 207 - 1.015 * len(words) / len(sentences) - 73.6 * sum(map(syllables, words)) / len(words)
    return Reading(round(ease, 1), longest, long_words)


def syllables(word: str) -> int:
    """Spoken French syllables, near enough: groups of vowels, the silent ending left out."""
    flat = _GLIDE.sub("j", fold(word))
    return max(1, len(_VOWELS.findall(_SILENT.sub("", flat))))


def sentences(text: str) -> list[str]:
    """Sentences of a message, for who counts its facts: a colon does not end one."""
    return [part.strip() for part in re.split(r"(?<=[.!?…])\s+|\n+", text) if part.strip()]
