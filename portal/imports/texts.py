"""The text of a CSV file: its alphabet, its separator, its records. Pure."""

import csv
import io
from collections.abc import Iterator

# A cell is bounded by its file: with less, one quote left open would make the file «damaged», and say nothing of where.
csv.field_size_limit(20 * 1024 * 1024)

DELIMITERS = ";,\t|"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_FRENCH = "éèêëàâçîïôùûœ"


def decoded(content: bytes) -> str:
    """Return the text: UTF-16 when it says so, UTF-8, else the alphabet of Windows or of older Macs.

    In neither of these two do bytes fail; French small letters tell them apart, for each makes capitals or signs of the
    other's. What no alphabet has comes out as U+FFFD, which a cell's check refuses. Raises UnicodeDecodeError.
    """
    if content.startswith(_UTF16):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        texts = [content.decode(alphabet, errors="replace") for alphabet in ("cp1252", "mac_roman")]
        return max(texts, key=_french_letters)


def _french_letters(text: str) -> int:
    return sum(map(text.count, _FRENCH))


def declared_delimiter(text: str) -> tuple[str, str]:
    """Return the separator that «sep=;» declares, if it does, and the text without that line, which Excel hides."""
    first, _, rest = text.partition("\n")
    first = first.strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == len("sep=;"):
        return first[-1], rest
    return "", text


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Give the cells of each record, on as many lines as its quotes hold. Raises csv.Error."""
    return iter(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
