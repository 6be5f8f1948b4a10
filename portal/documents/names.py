"""File names: kept as the person wrote them, without what could deceive or break."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 120
"""Characters kept of a name: longer ones break narrow screens and some file systems."""

_DECEIVING = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Unicode categories: control, format (bidi, zero width), surrogate, private, unassigned."""


def clean_name(raw: str) -> str:
    """No folder, no control or bidi character (they disguise «exe.pdf»), NFC, at most 120 characters, never empty."""
    name = raw.replace("\\", "/").rsplit("/", 1)[-1]
    name = unicodedata.normalize("NFC", name)
    name = "".join(" " if c.isspace() else c for c in name if unicodedata.category(c) not in _DECEIVING)
    name = re.sub(r'[<>:"|?*]', "_", re.sub(r" +", " ", name)).strip(" .")
    path = PurePosixPath(name or "document")
    suffix = path.suffix if len(path.suffix) <= 10 else ""
    stem = path.name.removesuffix(suffix)
    return f"{stem[: LONGEST - len(suffix)].rstrip()}{suffix}"


def with_suffix(name: str, suffix: str) -> str:
    """The name with the extension of what is really inside («photo.heic» re-encoded becomes «photo.jpg»)."""
    path = PurePosixPath(name)
    same = path.suffix.lower() == suffix or (suffix == ".jpg" and path.suffix.lower() == ".jpeg")
    return name if same else f"{path.name.removesuffix(path.suffix) or 'document'}{suffix}"
