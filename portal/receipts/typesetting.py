"""Letters and receipts as PDF/UA and PDF/A, with fonts for the writings of Québec's people.

Typst's own fonts have Latin, Greek, Cyrillic, Arabic, Hebrew and more; Noto's has the syllabics of Inuktitut, of Cree
and of the others (SIL OFL 1.1, in `package.json`). What neither has, Chinese first, is never altered in silence:
`unprintable` says so before a letter is asked for or printed, and on paper an empty box stands for each such sign.
"""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import typst
from django.conf import settings

_SYLLABICS = "node_modules/@expo-google-fonts/noto-sans-canadian-aboriginal"
_WEIGHTS = ("400Regular", "700Bold")
EMPTY_BOX = "\u25a2"
_ALWAYS_THERE = 0x250
"""Latin letters, of which every font of typst has all."""
_SPECIMEN = b"""#set document(title: "x", author: "x", date: datetime(year: 2026, month: 1, day: 1))
#set text(lang: "fr")
#json(bytes(sys.inputs.data))"""


def typeset(layout: bytes, words: Mapping[str, Any]) -> bytes:
    """Return the PDF of a layout (`*.typ`) with these words; an empty box stands for what no font has."""
    try:
        return _compile(layout, words)
    except typst.TypstError:
        missing = unprintable(text := json.dumps(words, ensure_ascii=False))
        if not missing:
            raise
        boxed = text.translate(dict.fromkeys(map(ord, missing), EMPTY_BOX))
        return _compile(layout, json.loads(boxed))


def unprintable(text: str) -> list[str]:
    """Return the signs of a text that no font has, each once, in their order."""
    return [sign for sign in dict.fromkeys(text) if ord(sign) >= _ALWAYS_THERE and not _is_printable(sign)]


@lru_cache(maxsize=4096)
def _is_printable(sign: str) -> bool:
    """About 40 ms, once for each sign of a writing other than Latin."""
    if not sign.isprintable():
        return True  # it has no drawing: a mark of direction, a joiner
    try:
        _compile(_SPECIMEN, sign)
    except typst.TypstError:
        return False
    return True


def _compile(layout: bytes, words: Any) -> bytes:
    """Data go as JSON: nothing that a person wrote is read as syntax."""
    inputs = {"data": json.dumps(words, ensure_ascii=False)}
    return typst.compile(  # type: ignore[misc]  # its stub wants the fonts' paths to be of the layout's type
        layout, sys_inputs=inputs, pdf_standards=["ua-1", "a-2a"], ignore_system_fonts=True, font_paths=_fonts()
    )


@cache
def _fonts() -> list[str]:
    folder = settings.BASE_DIR / _SYLLABICS
    return [str(folder / weight) for weight in _WEIGHTS if (folder / weight).is_dir()]
