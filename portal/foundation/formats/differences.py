"""What changed between two texts, word by word, as every page of versions shows it. Pure."""

import difflib
import re
from dataclasses import dataclass

_KEPT = 0.3
"""Below this share of words kept, a text is another text."""
_TOKENS = re.compile(r"\s+|[^\W_]+|.", re.UNICODE)


@dataclass(frozen=True)
class TextRun:
    """A run of text: "same", "gone" or "new"."""

    state: str
    text: str


@dataclass(frozen=True)
class Change:
    """One thing that changed: its name for people, its code for the journal, and its words before and after."""

    code: str
    label: str
    before: str
    after: str

    @property
    def parts(self) -> list[TextRun]:
        return word_diff(self.before, self.after)


def word_diff(before: str, after: str) -> list[TextRun]:
    """Words kept, gone and new, in reading order; when little is kept, the whole is told once gone and once new."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if before and after and _in_common(old, new) < _KEPT:
        return [TextRun("gone", before), TextRun("new", after)]
    parts: list[TextRun] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        gone, added = "".join(old[i1:i2]), "".join(new[j1:j2])
        changed = [("same", gone)] if tag == "equal" else [("gone", gone), ("new", added)]
        parts += [TextRun(state, text) for state, text in changed if text]
    return parts


def _in_common(old: list[str], new: list[str]) -> float:
    """Spaces aside, which all texts share."""
    words = [[token for token in text if token.strip()] for text in (old, new)]
    return difflib.SequenceMatcher(a=words[0], b=words[1], autojunk=False).ratio()
