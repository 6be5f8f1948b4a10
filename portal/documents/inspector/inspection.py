"""Looks inside a file, in a process of its own with bounds on memory and time.

Parsers of PDF and images meet hostile bytes: a bomb or a crash kills this process, not the worker. This folder is run
as a program (`__main__`) and imports nothing of the portal. The answer is one line of JSON, then the rebuilt file:

- `{"refused": code}`: counted or read in the file itself, and so again tomorrow;
- `{"held": code}`: this machine had not the means to say;
- `{"kind": media type}`: accepted, to be served as it came;
- `{"kind": media type, "because": [codes]}` and bytes: accepted, and what is served is these bytes.

ClamAV is not a defence against bombs (it called 7 of 8 of them clean): these bounds are.
"""

from pdfs import inspect_pdf
from pictures import reencode
from PIL import Image
from refused import Refused


def inspect(data: bytes, kind: str) -> tuple[dict[str, object], bytes]:
    """Return the answer and the rebuilt bytes (empty when the file is served as it came)."""
    try:
        if kind == "application/pdf":
            because, rebuilt = inspect_pdf(data)
            return ({"kind": kind, "because": because} if because else {"kind": kind}), rebuilt
        served, rebuilt = reencode(data, kind)
        return {"kind": served, "because": ["picture"]}, rebuilt
    except Refused as refused:
        return {"refused": str(refused)}, b""
    except (RecursionError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"refused": "too_complex"}, b""
    except MemoryError:  # perhaps the file's doing, perhaps the machine's
        return {"held": "memory"}, b""
