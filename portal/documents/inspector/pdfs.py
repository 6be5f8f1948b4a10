"""A PDF is served as it came, or rebuilt by qpdf from its pages: then nothing that was beside them survives."""

import re
from io import BytesIO

import pikepdf
from active import held_by, judge, take_out
from pikepdf import Array, Dictionary, Pdf
from refused import PDF_OBJECTS, PDF_PAGES, Refused

HEADER, LOOKED_AT = b"%PDF-", 1024
"""Readers look for it in the first 1,024 bytes (ISO 32000-1, annex H): scanners and gateways write before it."""
TAIL = 64
"""Bytes of white after the end that are no reason to touch the file."""
_DAMAGED = (pikepdf.PdfError, ValueError, RuntimeError)
_LOST = re.compile("unable to recover stream data|unable to find trailer|treating (stream|object) as (empty|null)")


def inspect_pdf(data: bytes) -> tuple[list[str], bytes]:
    """Return why it was rebuilt and the rebuilt bytes, or nothing and nothing when it is served as it came.

    Raises Refused when it needs a password, is damaged, active or too complex.
    """
    start = data.find(HEADER, 0, LOOKED_AT + len(HEADER))
    if start < 0:
        raise Refused("damaged")
    because = set() if start == 0 and _ends_well(data) else {"repaired"}
    data = data[start:] if start else data
    try:
        return _examined(data, because)
    except _DAMAGED:
        # Cut before its end: whatever opens would be a part of what the person sees on their own device.
        if b"startxref" not in data[max(data.rfind(b"endobj"), 0) :]:
            raise Refused("damaged") from None
    try:
        return _examined(data, because | {"repaired"}, forgiving=True)
    except _DAMAGED as error:
        raise Refused("damaged") from error


def _examined(data: bytes, because: set[str], *, forgiving: bool = False) -> tuple[list[str], bytes]:
    """Open it strictly, or as readers do when `forgiving`; nothing of its pages may be missing."""
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=forgiving, suppress_warnings=True) as pdf:
            because = because | _look(pdf)
            return _rebuilt(pdf, because) if because else ([], b"")
    except pikepdf.PasswordError as error:  # not a PdfError
        raise Refused("encrypted") from error
    except RecursionError as error:  # a RuntimeError, but no damage
        raise Refused("too_complex") from error


def _ends_well(data: bytes) -> bool:
    """Return whether nothing but a line end follows the last %%EOF: more is padding, or a second file (polyglot)."""
    end = data.rfind(b"%%EOF")
    tail = data[end + len(b"%%EOF") :]
    return end >= 0 and len(tail) <= TAIL and not tail.strip(b"\0\t\n\f\r ")


def _look(pdf: Pdf) -> set[str]:
    """Return what is to be taken out, taken out already."""
    if not 0 < len(pdf.pages) <= PDF_PAGES or len(pdf.objects) > PDF_OBJECTS:
        raise Refused("too_complex" if len(pdf.pages) else "damaged")
    found = take_out(pdf) if judge(pdf) else set()
    return found | {"unlocked"} if pdf.is_encrypted else found


def _rebuilt(pdf: Pdf, because: set[str]) -> tuple[list[str], bytes]:
    """Return the new file, looked at again: what was hidden by the damage must not have come through."""
    because = because | {"unsigned"} if _is_signed(pdf) else because
    if "/Perms" in pdf.Root:  # rights of the former bytes: readers would say that they were broken
        del pdf.Root["/Perms"]
    out = BytesIO()
    pdf.save(out, encryption=False, deterministic_id=True)
    if any(_LOST.search(warning) for warning in pdf.get_warnings()):
        raise Refused("damaged")
    with pikepdf.open(BytesIO(out.getvalue()), attempt_recovery=False) as again:
        if len(again.pages) != len(pdf.pages):
            raise Refused("damaged")
        if judge(again):
            raise Refused("active_content")
    return sorted(because), out.getvalue()


def _is_signed(pdf: Pdf) -> bool:
    return "/AcroForm" in pdf.Root and any(
        isinstance(thing, Dictionary) and isinstance(thing.get("/ByteRange"), Array)
        for root in pdf.objects
        for thing in held_by(root)
    )
