"""Looks inside a file, in a process of its own with bounds on memory and time.

Run as a program: `python inspection.py KIND < file > answer`. Parsers of PDF and images meet hostile bytes: a bomb or a
crash kills this process, not the worker. It imports nothing of ours. The answer is one line of JSON
`{"refused": code}`, `{"held": code}` or `{"kind": media type}`, followed by the re-encoded image when there is one.
Refused: counted or read in the file itself, and so again tomorrow. Held: this machine had not the means to say.

ClamAV is not a defence against bombs (it called 7 of 8 of them clean): these bounds are.
"""

import contextlib
import json
import resource
import sys
import warnings
from io import BytesIO

import pi_heif
import pikepdf
from PIL import Image, ImageOps

PIXELS = 50_000_000
MEMORY = 1024 * 1024 * 1024
SECONDS = 20
PDF_OBJECTS = 200_000
PDF_PAGES = 2_000
DEPTH = 50
# After the last %%EOF a PDF has at most a line end: more is a second file hidden behind the first (polyglot).
PDF_TAIL = 64

ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/RichMedia", "/XFA", "/EF"})
ACTIVE_ACTIONS = frozenset({"/Launch", "/JavaScript", "/ImportData", "/RichMediaExecute"})
ACTIVE_SUBTYPES = frozenset({"/RichMedia", "/FileAttachment", "/Movie", "/Screen", "/3D"})


class Refused(Exception):
    """Carries the code of the refusal."""


def inspect_pdf(data: bytes) -> None:
    """Raises Refused when it is encrypted, damaged, active or too complex. The bytes are kept as they came."""
    end = data.rfind(b"%%EOF")
    if end < 0 or len(data) - end - len(b"%%EOF") > PDF_TAIL:
        raise Refused("damaged")
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise Refused("encrypted")
            if not 0 < len(pdf.pages) <= PDF_PAGES or len(pdf.objects) > PDF_OBJECTS:
                raise Refused("too_complex" if len(pdf.pages) else "damaged")
            if any(_is_active(thing) for thing in pdf.objects):
                raise Refused("active_content")
    except pikepdf.PasswordError as error:  # not a PdfError
        raise Refused("encrypted") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Refused("damaged") from error


def _is_active(thing: pikepdf.Object, depth: int = 0) -> bool:
    """Is there a program, an attached file or a player in this object, or in what it holds directly?"""
    if isinstance(thing, pikepdf.Array):
        held = list(thing)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        if set(thing.keys()) & ACTIVE_KEYS or str(thing.get("/S", "")) in ACTIVE_ACTIONS:
            return True
        if str(thing.get("/Subtype", "")) in ACTIVE_SUBTYPES:
            return True
        held = [value for _, value in thing.items()]
    else:
        return False
    if depth > DEPTH:
        raise Refused("too_complex")
    # What is held by reference is in the list of objects: it is looked at in its turn.
    return any(_is_active(item, depth + 1) for item in held if not getattr(item, "is_indirect", False))


def reencode(data: bytes, kind: str) -> tuple[str, bytes]:
    """The same picture without GPS, serial numbers, comments or anything appended; its orientation is kept."""
    pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = PIXELS
    name = {"image/jpeg": "JPEG", "image/png": "PNG", "image/heic": "HEIF"}[kind]
    try:
        with Image.open(BytesIO(data), formats=[name]) as opened:
            if opened.width * opened.height > PIXELS:
                raise Refused("too_complex")
            opened.load()
            picture = ImageOps.exif_transpose(opened)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if getattr(error, "errno", None):  # the system's, not the picture's
            raise
        raise Refused("damaged") from error
    # Saving a JPEG again with Pillow keeps its comment: what is not the picture is emptied first.
    picture.info.clear()
    out = BytesIO()
    if name == "PNG":
        picture.save(out, "PNG")
        return "image/png", out.getvalue()
    picture.convert("RGB").save(out, "JPEG", quality=90)
    return "image/jpeg", out.getvalue()


def inspect(data: bytes, kind: str) -> tuple[dict[str, str], bytes]:
    """The answer and the re-encoded bytes (empty for a PDF)."""
    try:
        if kind == "application/pdf":
            inspect_pdf(data)
            return {"kind": kind}, b""
        served, picture = reencode(data, kind)
        return {"kind": served}, picture
    except Refused as refused:
        return {"refused": str(refused)}, b""
    except (RecursionError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"refused": "too_complex"}, b""
    except MemoryError:  # perhaps the file's doing, perhaps the machine's
        return {"held": "memory"}, b""


def main() -> None:
    with contextlib.suppress(ValueError, OSError):  # a system without these limits still has the timeout of the caller
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        # The soft limit tells that time was the cause (SIGXCPU); the hard one kills whatever does not listen.
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would be the file in clear on the disk
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    answer, picture = inspect(sys.stdin.buffer.read(), sys.argv[1])
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + picture)


if __name__ == "__main__":
    main()
