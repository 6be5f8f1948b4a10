"""The hint of a client number beside its code. The codes are those of `portal.foundation.crypto.codes`."""

from portal.foundation.crypto.codes import plain


def hint_of(number: str) -> str:
    """The last three signs of a client number: enough for its person, too little for anybody else. A short number
    shows less than half of itself."""
    signs = plain(number)
    return signs[-min(3, len(signs) // 2) :] if len(signs) > 1 else ""
