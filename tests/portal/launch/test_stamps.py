"""A stamp says from what a step was done."""

import os
from pathlib import Path

from portal.launch.stamps import Stamp, digest, fingerprint


def test_a_stamp_is_fresh_once_written_for_the_same_value(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "made" / "stamp", "one")
    assert not stamp.is_fresh()
    stamp.write()
    assert stamp.is_fresh()
    assert not Stamp(stamp.path, "two").is_fresh()


def test_digest_follows_contents_and_absence(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    absent = digest([file])
    file.write_text("django==5.2.19")
    first = digest([file])
    file.write_text("django==5.2.20")
    assert len({absent, first, digest([file])}) == 3


def test_fingerprint_follows_names_and_times(tmp_path: Path) -> None:
    file = tmp_path / "models.py"
    file.write_text("one")
    before = fingerprint([file])
    assert fingerprint([file]) == before
    os.utime(file, ns=(1, 1))
    assert fingerprint([file]) != before
