"""Finding a sealed value again without opening it: a keyed digest, which says nothing without the key file.

The key is the `index` entry of the key file; files written before it existed derive one from their first field key.
"""

import hashlib
import hmac
import json
from functools import lru_cache

from django.conf import settings

from portal.foundation.crypto.keys import index_material


def keyed_digest(text: str, *, context: str) -> str:
    """Hexadecimal HMAC-SHA256 of `text`; the same text under another `context` gives another digest."""
    return hmac.new(_key(str(settings.ENCRYPTION_KEYS)), f"{context}\x00{text}".encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=4)
def _key(path: str) -> bytes:
    return hashlib.sha256(b"relais index\x00" + json.dumps(index_material(path), sort_keys=True).encode()).digest()
