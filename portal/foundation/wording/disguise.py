"""Signs that make a text lie about what it is: markup, false letters, addresses in words. Pure."""

import re
import unicodedata
from collections.abc import Iterator

_ENDINGS = "ca|com|org|net|quebec|gouv|info|io|app|ly|example|fr|eu|xyz|top|shop|site|online|click|link"
LINK = re.compile(rf"https?:|\bwww\.|\b[\w-]+\.(?:{_ENDINGS})\b(?:/\S*)?", re.IGNORECASE)
# «exemple point com», «exemple[.]com», «exemple . ca», «aide arobase exemple»: on plain text, without accents. «info»,
# «site» and their like are ordinary words after «point».
_SPELLED = re.compile(
    r"\w+\s*[\[({]\s*(?:\.|point|dot)\s*[\])}]\s*\w+"
    r"|\w+\s+(?:point|dot)\s+(?:com|ca|org|net|quebec|gouv|example|fr|gc|qc)\b"
    r"|\w+\s\.\s?(?:com|ca|org|net|quebec|gouv|example|fr)\b"
    r"|\w+[-_](?:point|dot)[-_](?:com|ca|org|net|quebec|gouv|example|fr)\b"
    r"|\w+\s+(?:arobase|arobas)\s+\w+|\bhxxps?:",
)
_MARKUP = re.compile(
    r"<\s*/?\s*[a-z!][^<>]*>?|&(?:[a-z][a-z0-9]*|#x?[0-9a-f]+);|\[[^\]]*\]\([^)]*\)|\*\*[^*]+\*\*|`[^`]+`"
    r"|\[/?(?:b|i|u|s|url|img|size|color|code)\b[^\]]*\]|\{\{.*?\}\}|\{%.*?%\}",
    re.IGNORECASE,
)
_ORDINARY = frozenset("ªº")
"""«no» and «re» written small, as French typography does."""


def markup(text: str) -> str:
    """The first tag, entity or mark of a markup language; "" without any."""
    return next(iter(every_markup(text)), "")


def every_markup(text: str) -> list[str]:
    """Each of them once, in their order; of a tag, its beginning only."""
    found = dict.fromkeys(mark[0] for mark in _MARKUP.finditer(text))
    return [mark for mark in found if not (mark.startswith("</") and f"<{mark[2:]}" in found)]


def disguised(text: str) -> str:
    """What the first false letter or digit looks like, or the word that mixes alphabets, or the code of a sign that
    nobody sees; "" without any."""
    return next(_disguised(text), "")


def link(text: str) -> str:
    """The first address, written as such or in words, whatever letters it is written with; "" without any."""
    result = unicodedata.normalize("NFKC", _MARKUP.sub("", text))
    found = LINK.search(result) or _SPELLED.search(_bare(result))
    return found[0] if found else ""


def _disguised(text: str) -> Iterator[str]:
    for sign in text:
        kind = unicodedata.category(sign)
        if kind == "Cf":
            yield f"U+{ord(sign):04X}"
        elif kind in {"Lu", "Ll", "Lo", "So", "Nd", "No"} and sign not in _ORDINARY and _passes_for_another(sign, kind):
            yield unicodedata.normalize("NFKC", sign)
    for word in re.findall(r"[^\W\d_]+", text):
        if len({alphabet for letter in word if (alphabet := _alphabet(letter))}) > 1:
            yield word


def _passes_for_another(sign: str, kind: str) -> bool:
    """A full-width, mathematical or circled letter or digit; «²» and «½» are themselves."""
    result = unicodedata.normalize("NFKC", sign)
    if result == sign or not result.isascii():
        return False
    return result.isalpha() if kind not in {"Nd", "No"} else kind == "Nd" or "CIRCLED" in unicodedata.name(sign, "")


def _alphabet(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return next((alphabet for alphabet in ("LATIN", "CYRILLIC", "GREEK") if name.startswith(alphabet)), "")


def _bare(text: str) -> str:
    marks = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in marks if not unicodedata.combining(sign))
