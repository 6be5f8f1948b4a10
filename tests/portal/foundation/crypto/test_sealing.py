"""What is sealed opens only in its place, with our keys; anything else is refused clearly."""

import json
import os
import stat
from pathlib import Path

import pytest
from django.test import override_settings

from portal.foundation.crypto import KeysUnreadable, Unsealable, seal_bytes, unseal_bytes
from portal.foundation.crypto.fields import Ciphertext
from portal.foundation.crypto.keys import create_keyset
from portal.foundation.crypto.streams import CHUNK, SealingWriter, UnsealingReader, unsealed_chunks


@pytest.fixture(autouse=True)
def keys(tmp_path: Path):
    path = create_keyset(tmp_path / "keys.json")
    with override_settings(ENCRYPTION_KEYS=path):
        yield path


def sealed_file(path: Path, data: bytes, context: str = "document:1") -> Path:
    writer = SealingWriter(path, context=context)
    writer.write(data)
    writer.close()
    return path


def test_opens_in_its_place_only() -> None:
    sealed = seal_bytes(b"canary", context="thread.subject:1")
    assert b"canary" not in sealed
    assert unseal_bytes(sealed, context="thread.subject:1") == b"canary"
    with pytest.raises(Unsealable):
        unseal_bytes(sealed, context="thread.subject:2")


def test_two_seals_of_the_same_text_differ() -> None:
    assert seal_bytes(b"oui", context="a") != seal_bytes(b"oui", context="a")


def test_keys_are_private_and_never_replaced(keys: Path) -> None:
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    before = keys.read_bytes()
    with pytest.raises(FileExistsError):
        create_keyset(keys)
    assert keys.read_bytes() == before


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"version": 1}', '{"version": 1, "fields": {}, "files": {}}']
)
def test_a_file_that_is_not_ours_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content)
    path.chmod(0o600)
    with override_settings(ENCRYPTION_KEYS=path), pytest.raises(KeysUnreadable):
        seal_bytes(b"x", context="a")


def test_missing_or_open_keys_are_refused(tmp_path: Path) -> None:
    with override_settings(ENCRYPTION_KEYS=tmp_path / "none.json"), pytest.raises(KeysUnreadable, match="no key file"):
        seal_bytes(b"x", context="a")
    opened = create_keyset(tmp_path / "open.json")
    opened.chmod(0o644)
    with override_settings(ENCRYPTION_KEYS=opened), pytest.raises(KeysUnreadable, match="chmod 600"):
        seal_bytes(b"x", context="a")


def test_other_keys_do_not_open(tmp_path: Path) -> None:
    sealed = seal_bytes(b"x", context="a")
    with override_settings(ENCRYPTION_KEYS=create_keyset(tmp_path / "k2.json")), pytest.raises(Unsealable):
        unseal_bytes(sealed, context="a")


def test_an_old_key_still_opens_after_rotation(tmp_path: Path, keys: Path) -> None:
    sealed = seal_bytes(b"old", context="a")
    old = json.loads(keys.read_text())
    new = json.loads(create_keyset(tmp_path / "fresh.json").read_text())
    new["fields"]["key"] += old["fields"]["key"]
    rotated = tmp_path / "rotated.json"
    rotated.write_text(json.dumps(new))
    rotated.chmod(0o600)
    with override_settings(ENCRYPTION_KEYS=rotated):
        assert unseal_bytes(sealed, context="a") == b"old"


def test_ciphertext_prints_nothing() -> None:
    assert f"{Ciphertext(b'abc')} {Ciphertext(b'abc')!r}" == "<sealed> <sealed>"


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 17])
def test_files_come_back_whole(tmp_path: Path, size: int) -> None:
    data = bytes(i * 7 % 251 for i in range(min(size, 4096))).ljust(size, b"x")[:size]
    path = sealed_file(tmp_path / "f", data)
    assert b"".join(unsealed_chunks(path, context="document:1")) == data


def test_ranges(tmp_path: Path) -> None:
    data = b"0123456789" * (CHUNK // 4)
    path = sealed_file(tmp_path / "f", data)
    for start, stop in [(0, 1), (5, 25), (CHUNK - 3, CHUNK + 3), (len(data) - 4, len(data))]:
        assert b"".join(unsealed_chunks(path, context="document:1", start=start, stop=stop)) == data[start:stop]


def test_altered_cut_or_moved_files_are_refused(tmp_path: Path) -> None:
    path = sealed_file(tmp_path / "f", b"x" * (2 * CHUNK))
    sealed = path.read_bytes()
    flipped, cut = tmp_path / "flipped", tmp_path / "cut"
    flipped.write_bytes(sealed[:1000] + bytes([sealed[1000] ^ 1]) + sealed[1001:])
    cut.write_bytes(sealed[:-20])
    for damaged, context in [(flipped, "document:1"), (cut, "document:1"), (path, "document:2")]:
        with pytest.raises(Unsealable), UnsealingReader(damaged, context=context) as reader:
            while reader.read(CHUNK):
                pass


def test_discarded_file_is_gone(tmp_path: Path) -> None:
    writer = SealingWriter(tmp_path / "f", context="document:1")
    writer.write(b"x" * 10)
    writer.discard()
    assert not (tmp_path / "f").exists()


def become(reader_or_writer: UnsealingReader | SealingWriter, path: str, flags: int) -> None:
    """Its file is another from now on: one that fails for real."""
    other = os.open(path, flags)
    os.dup2(other, reader_or_writer._disk.fileno())
    os.close(other)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
def test_a_disk_that_refuses_is_told_as_the_disk(tmp_path: Path) -> None:
    """Not as a content that does not open; and nothing is left of the file."""
    writer = SealingWriter(tmp_path / "sealed", context="document:1")
    become(writer, "/dev/full", os.O_WRONLY)
    with pytest.raises(OSError, match="No space left"):
        writer.write(b"x" * 3 * CHUNK)
    writer.discard()
    assert not (tmp_path / "sealed").exists()


def test_a_disk_that_does_not_give_its_bytes_says_nothing_of_them(tmp_path: Path) -> None:
    path = sealed_file(tmp_path / "sealed", b"x" * 3 * CHUNK)
    with UnsealingReader(path, context="document:1") as reader:
        reader.read(10)
        become(reader, str(tmp_path), os.O_RDONLY)
        with pytest.raises(OSError, match="Is a directory"):
            reader.read()


def test_without_keys_no_file_is_begun(tmp_path: Path, settings) -> None:
    settings.ENCRYPTION_KEYS = str(tmp_path / "none.json")
    with pytest.raises(KeysUnreadable):
        SealingWriter(tmp_path / "sealed", context="document:1")
    assert not (tmp_path / "sealed").exists()
