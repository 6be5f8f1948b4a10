"""The kinds of file that the portal accepts, found from the content: neither the name nor the browser is believed."""

from enum import Enum


class FileKind(Enum):
    """`value` is the media type; `suffix` the extension of what is given back."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"

    @property
    def suffix(self) -> str:
        return {"PDF": ".pdf", "JPEG": ".jpg", "PNG": ".png", "HEIC": ".heic"}[self.name]


HEAD = 1024 + 5
"""How many of the first bytes tell the kind: readers look for the header of a PDF in the first 1,024."""

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# Files that may hold a whole PDF near their beginning and are none: what is beside it would be lost without a word.
_CONTAINERS = (
    b"PK\x03\x04",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"MZ",
    b"\x7fELF",
    b"GIF8",
    b"RIFF",
)


def kind_of(head: bytes) -> FileKind | None:
    """The kind of a file by its first bytes (`HEAD` of them), or None when we do not accept it."""
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if head[4:8] == b"ftyp":
        return FileKind.HEIC if head[8:12] in _HEIC_BRANDS else None
    if b"%PDF-" in head[:HEAD] and not head.startswith(_CONTAINERS):
        return FileKind.PDF
    return None
