"""Pure: the runs of words among which synonyms are looked for (words are compared by `portal.foundation.words`)."""

from collections.abc import Iterator

LONGEST_TERM = 4
"""A synonym's term has at most that many words («bien-être social» has three)."""


def terms(text: str) -> Iterator[tuple[int, str]]:
    """Every run of one to `LONGEST_TERM` words of plain `text`, with the position of its first word, longest first."""
    words = text.split()
    for length in range(min(LONGEST_TERM, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            yield start, " ".join(words[start : start + length])
