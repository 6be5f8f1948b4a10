"""Fold words for comparison: the one rule of every search, in Python and, from the same tables, in SQL.

Accents, capitals, apostrophes, hyphens and signs that nobody sees do not count; letters of any script do.
`tests/portal/foundation/words/test_folding.py` holds Python and the database equal, code point by code point.
"""

import re
import unicodedata
from functools import cache

# What is taken out: marks of letters (after NFKD), soft hyphen, zero-width and direction signs, variation selectors.
_UNSEEN = (
    r"\u0300-\u036F\u0483-\u0489\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u064B-\u065F\u0670"
    r"\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE00-\uFE0F\uFE20-\uFE2F"
    r"\u00AD\u034F\u061C\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF"
)
# What stands between words. All the rest is a letter or a digit.
_BETWEEN = (
    r"\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7"
    r"\u02B0-\u02FF\u037E\u0387\u055A-\u055F\u0589\u058A\u05BE\u05C0\u05C3\u05F3\u05F4\u060C\u061B\u061F\u06D4"
    r"\u0964\u0965\u1400\u1680\u2000-\u200A\u2010-\u2029\u202F-\u205F\u20A0-\u20CF\u2100-\u2BFF\u2E00-\u2E7F"
    r"\u3000-\u3004\u3008-\u3020\u3030\u30FB\uA78B\uA78C\uFE10-\uFE19\uFE30-\uFE6F\uFF00-\uFF0F\uFFE0-\uFFFD"
    r"\U0001F000-\U0001FAFF\U000E0000-\U000E01EF"
)
# Letters that NFKD leaves whole, and the plain letters that people type for them. The Greek final sigma is a sigma.
_PLAIN = {"œ": "oe", "æ": "ae", "ß": "ss", "þ": "th", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i"} | {
    "ς": "σ"
}
# «St-Pierre» is «Saint-Pierre».
_SAINTS = {"st": "saint", "ste": "sainte"}

_UNSEEN_SIGNS = re.compile(f"[{_UNSEEN}]+")
_SIGNS_BETWEEN = re.compile(f"[{_BETWEEN}]+")
_SAINT = re.compile(r"(?<![^ ])(st|ste)(?![^ ])")


@cache
def _small_letters() -> dict[str, str]:
    """Capital → small letter, one for one, for the letters beyond ASCII that NFKD leaves whole."""
    signs = map(chr, range(0x80, 0x1E944))
    pairs = {sign: sign.lower() for sign in signs if unicodedata.normalize("NFKD", sign) == sign}
    return {large: small for large, small in pairs.items() if small != large and len(small) == 1}


@cache
def _translations() -> dict[int, str]:
    return str.maketrans(_small_letters() | _PLAIN | {large: _PLAIN[small] for large, small in _capitals()})


def _capitals() -> list[tuple[str, str]]:
    return [(large, small) for large, small in _small_letters().items() if small in _PLAIN]


def plain(text: str) -> str:
    """«L’Allocation famille (œuvre)» → «l allocation famille oeuvre»."""
    bare = _UNSEEN_SIGNS.sub("", unicodedata.normalize("NFKD", text.replace("\x00", "")))
    small = (bare if bare.isascii() else bare.translate(_translations())).translate(_ASCII_SMALL)
    return _SIGNS_BETWEEN.sub(" ", small).strip(" ")


def fold(text: str) -> str:
    """Return `plain` words with the saints written whole: «Ste-Anne, St‑Pierre» → «sainte anne saint pierre»."""
    return _SAINT.sub(lambda found: _SAINTS[found[1]], plain(text))


def joined(text: str) -> str:
    """Return folded words in one: «O’Brien» → «obrien», «SAAQ-2026 001» → «saaq2026001»."""
    return fold(text).replace(" ", "")


def function_sql(schema: str) -> str:
    """Return the statement that makes `fold_words(text)`, equal to `fold` and independent of the database's locale.

    A migration runs it. When the tables above change, another migration runs it again and recomputes the columns."""
    one = {large: small for large, small in (_small_letters() | _PLAIN).items() if len(small) == 1}
    one |= {large: _PLAIN[small] for large, small in _capitals() if len(_PLAIN[small]) == 1}
    several = {small: folded for small, folded in _PLAIN.items() if len(folded) > 1}
    words = f"translate(words, '{''.join(one)}', '{''.join(one.values())}')"
    for small, folded in several.items():
        words = f"replace({words}, '{small}', '{folded}')"
    saints = "words"
    for short, whole in _SAINTS.items():
        saints = f"regexp_replace({saints}, '(^| ){short}(?= |$)', '\\1{whole}', 'g')"
    return f"""
CREATE OR REPLACE FUNCTION {schema}.fold_words(typed text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $body$
DECLARE words text := regexp_replace(normalize(typed, NFKD), '[{_UNSEEN}]+' COLLATE "C", '', 'g');
BEGIN
    IF octet_length(words) <> char_length(words) THEN
        words := {words};
    END IF;
    words := btrim(regexp_replace(lower(words COLLATE "C"), '[{_BETWEEN}]+', ' ', 'g'), ' ');
    RETURN {saints};
END
$body$
"""


_ASCII_SMALL = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
