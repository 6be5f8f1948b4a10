"""The kinds of file that the portal accepts, found from the content: neither the name nor the browser is believed."""

from enum import Enum


class Kind(Enum):
    """`value` is the media type; `suffix` the extension of what is given back."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"

    @property
    def suffix(self) -> str:
        return {"PDF": ".pdf", "JPEG": ".jpg", "PNG": ".png", "HEIC": ".heic"}[self.name]


_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def kind_of(head: bytes) -> Kind | None:
    """The kind of a file by its first bytes (16 are enough), or None when we do not accept it."""
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return Kind.HEIC
    return None
