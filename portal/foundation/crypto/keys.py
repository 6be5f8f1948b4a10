"""The keysets: one file, mode 0600, named by ENCRYPTION_KEYS, read once per process.

Format: JSON object with `version`, two Tink keysets, `fields` (AES256_GCM) and `files` (AES256_GCM_HKDF_1MB: Tink
derives a fresh key for each file from it), and `index`, the secret of searchable digests. To rotate, a new primary key
is added to a keyset and the old ones stay until everything is sealed again. A later version may carry the keysets
wrapped by a key-management service.
"""

import json
import os
import secrets
from functools import lru_cache
from pathlib import Path

import tink
from django.conf import settings
from tink import aead, secret_key_access, streaming_aead
from tink.proto.tink_pb2 import KeyTemplate

VERSION = 1

aead.register()
streaming_aead.register()


class KeysUnreadable(Exception):
    """The key file is missing, open to others, or not ours. Nothing can be read or written: the process must stop."""


class Unsealable(Exception):
    """This sealed value does not open here: altered, moved from another row, or sealed with a key we do not have."""


def create_keyset(path: str | Path) -> Path:
    """Write fresh keys to `path`. Refuses to replace a file: losing keys loses everything they sealed."""
    path = Path(path)
    keysets = {
        "version": VERSION,
        "fields": _export(aead.aead_key_templates.AES256_GCM),
        "files": _export(streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB),
        "index": secrets.token_hex(32),
    }
    partial = path.with_name(path.name + ".new")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(keysets, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(partial, path)  # unlike rename, fails when the keys are already there
    finally:
        partial.unlink()
    return path


def field_aead() -> aead.Aead:
    """The primitive that seals columns. Raises KeysUnreadable."""
    return _primitives(str(settings.ENCRYPTION_KEYS))[0]


def file_aead() -> streaming_aead.StreamingAead:
    """The primitive that seals files. Raises KeysUnreadable."""
    return _primitives(str(settings.ENCRYPTION_KEYS))[1]


def index_material(path: str) -> object:
    """What the key of searchable digests is made from (`indexing.py`). It does not change when field keys rotate."""
    keysets = _read(Path(path))
    return keysets.get("index") or keysets["fields"]["key"][0]


@lru_cache(maxsize=4)
def _primitives(path: str) -> tuple[aead.Aead, streaming_aead.StreamingAead]:
    keysets = _read(Path(path))
    try:
        fields, files = (
            tink.json_proto_keyset_format.parse(json.dumps(keysets[name]), secret_key_access.TOKEN)
            for name in ("fields", "files")
        )
        return fields.primitive(aead.Aead), files.primitive(streaming_aead.StreamingAead)
    except (tink.TinkError, KeyError) as error:
        raise KeysUnreadable(f"{path} is not a key file of Relais: restore the right one.") from error


def _read(path: Path) -> dict:
    try:
        if path.stat().st_mode & 0o077:
            raise KeysUnreadable(f"{path} can be read by other users. Run: chmod 600 {path}")
        keysets = json.loads(path.read_text())
    except FileNotFoundError as error:
        raise KeysUnreadable(
            f"There is no key file at {path}. Set ENCRYPTION_KEYS to the file that holds the keys of this database; "
            "without it, what is sealed cannot be read."
        ) from error
    except (OSError, ValueError) as error:
        raise KeysUnreadable(f"The key file {path} cannot be read: {error}") from error
    if not isinstance(keysets, dict) or keysets.get("version") != VERSION:
        raise KeysUnreadable(f"{path} is not a key file of version {VERSION}.")
    return keysets


def _export(template: KeyTemplate) -> dict:
    handle = tink.new_keyset_handle(template)
    return json.loads(tink.json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN))
