"""The look inside files, as it really runs: in a process of its own."""

import io

import pytest
from PIL import Image

from portal.documents.examination import examine
from portal.documents.kinds import kind_of
from tests.portal.documents import corpus


def verdict(data: bytes):
    return examine(data, kind_of(data).value)


@pytest.mark.parametrize("name", corpus.ACCEPTED)
def test_honest_files_are_accepted(name: str) -> None:
    data = corpus.ACCEPTED[name]()
    seen = verdict(data)
    assert (seen.refused, seen.held) == ("", "")
    if seen.kind == "application/pdf":
        assert (seen.because, seen.rebuilt) == ([], b"")
    else:
        assert corpus.SCRIPT not in seen.rebuilt
        assert b"PK\x05\x06" not in seen.rebuilt
        Image.open(io.BytesIO(seen.rebuilt)).load()


@pytest.mark.parametrize("name", corpus.REFUSED)
def test_hostile_files_are_refused_for_the_right_reason(name: str) -> None:
    make, why = corpus.REFUSED[name]
    seen = verdict(make())
    assert seen.refused in ({why} if isinstance(why, str) else set(why))
    assert seen.rebuilt == b""


@pytest.mark.parametrize("name", corpus.UNKNOWN)
def test_other_kinds_are_not_known(name: str) -> None:
    assert kind_of(corpus.UNKNOWN[name]) is None


def test_a_picture_keeps_its_orientation_and_tells_nothing() -> None:
    data = corpus.telling_jpeg()
    seen = verdict(data)
    picture = Image.open(io.BytesIO(seen.rebuilt))
    assert picture.size == (48, 64)  # it was 64 x 48, turned
    assert not picture.getexif()
    for secret in [b"canari", corpus.SCRIPT, b"Exif", b"GPS"]:
        assert secret not in seen.rebuilt


def test_a_png_loses_its_comments() -> None:
    assert b"canari" in corpus.telling_png()
    assert b"canari" not in verdict(corpus.telling_png()).rebuilt
