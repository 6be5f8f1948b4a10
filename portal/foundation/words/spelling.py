"""Words that differ by typing errors, letter by letter: «trambley» and «tremblay» share few groups of three letters.

Pure, on folded words."""

LONG_WORD = 7
"""Letters from which two errors are forgiven; one below."""


def is_misspelt(typed: str, word: str) -> bool:
    """Whether `typed` may stand for `word`: a letter too many, missing or wrong counts for one error."""
    most = 2 if len(typed) >= LONG_WORD else 1
    return abs(len(typed) - len(word)) <= most and _errors(typed, word) <= most


def _errors(typed: str, word: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(word) + 1))
    for first, letter in enumerate(typed, start=1):
        above, row = row, [first]
        for place, other in enumerate(word, start=1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (letter != other)))
    return row[-1]
