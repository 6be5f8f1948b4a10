"""Pictures keep what is seen: compared by their pixels, as they really come out of the inspector."""

import io
import struct
import zlib
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps

from portal.documents.examination import FileVerdict, examine
from portal.documents.kinds import kind_of
from tests.portal.documents import corpus

CASES = Path(__file__).parents[2] / "cases"
RECEIVED = sorted(
    path.name for path in CASES.glob("img-*") if path.suffix in {".png", ".jpg", ".heic"} and "img-18" not in path.name
)
OTHER_KINDS = ["img-19-webp.webp", "img-20-fax.tif", "img-21.gif", "img-22.avif"]
ORANGE, TEAL = (230, 120, 30), (20, 120, 120)


def verdict(data: bytes) -> FileVerdict:
    return examine(data, kind_of(data).value)


def remade(data: bytes) -> Image.Image:
    seen = verdict(data)
    assert (seen.refused, seen.held, seen.because) == ("", "", ["picture"])
    return Image.open(io.BytesIO(seen.rebuilt))


def on_paper(picture: Image.Image) -> Image.Image:
    """What a viewer shows, by another way than ours: composed on white, turned as its EXIF says."""
    if picture.mode == "I;16":
        return picture.point(lambda value: value / 256).convert("L").convert("RGB")
    turned = ImageOps.exif_transpose(picture)
    if turned.mode == "CMYK":
        return turned.convert("RGB")
    ground = Image.new("RGBA", turned.size, "white")
    ground.alpha_composite(turned.convert("RGBA"))
    return ground.convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """The greatest mean difference of a channel, of 255."""
    assert one.size == other.size
    histogram = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).histogram()
    sums = [sum(value * histogram[channel * 256 + value] for value in range(256)) for channel in range(3)]
    return max(sums) / (one.width * one.height)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", RECEIVED)
def test_what_is_seen_is_kept(name: str) -> None:
    data = (CASES / name).read_bytes()
    pillow_heif.register_heif_opener()
    assert difference(on_paper(remade(data)), on_paper(Image.open(io.BytesIO(data)))) < 2


def test_no_case_of_a_transparent_ground_is_black() -> None:
    for name in ["img-01-palette-transparent-black.png", "img-03-rgb-trns-black.png", "img-25-rgba-signature.png"]:
        picture = remade((CASES / name).read_bytes()).convert("L")
        low, high = picture.getextrema()
        assert low < 10 and high == 255, name


def test_a_cut_picture_is_damaged_and_other_kinds_are_not_received() -> None:
    assert verdict((CASES / "img-18-truncated.jpg").read_bytes()).refused == "damaged"
    assert [kind_of((CASES / name).read_bytes()) for name in OTHER_KINDS] == [None] * 4


def png(kind: int, depth: int, rows: list[bytes], transparent: bytes) -> bytes:
    """A PNG of two pixels by two, written by hand: `kind` 0 is grey, 2 is RGB."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 2, len(rows), depth, kind, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    parts = [chunk(b"IHDR", header), chunk(b"tRNS", transparent), chunk(b"IDAT", body), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("kind", "depth", "row", "transparent"),
    [
        (0, 1, b"\x40", b"\0\0"),
        (0, 2, b"\x30", b"\0\0"),
        (0, 4, b"\x0f", b"\0\0"),
        (0, 8, b"\x00\xff", b"\0\0"),
        (0, 16, b"\x00\x00\xff\xff", b"\0\0"),
        (2, 8, b"\0\0\0\xff\xff\xff", b"\0\0\0\0\0\0"),
        (2, 16, b"\0" * 6 + b"\xff" * 6, b"\0\0\0\0\0\0"),
    ],
)
def test_a_transparent_black_is_white_at_every_depth(kind: int, depth: int, row: bytes, transparent: bytes) -> None:
    """Two pixels, a transparent black and a white: the second tells that the depth is read."""
    picture = on_paper(remade(png(kind, depth, [row], transparent)))
    assert [picture.getpixel((x, 0)) for x in (0, 1)] == [(255, 255, 255)] * 2


@pytest.mark.parametrize(("depth", "row"), [(1, b"\x40"), (2, b"\x30"), (4, b"\x0f"), (16, b"\x00\x00\xff\xff")])
def test_a_transparent_white_leaves_the_black_that_is_drawn(depth: int, row: bytes) -> None:
    white = struct.pack(">H", 2**depth - 1)
    picture = on_paper(remade(png(0, depth, [row], white)))
    assert [picture.getpixel((x, 0)) for x in (0, 1)] == [(0, 0, 0), (255, 255, 255)]


def test_a_transparent_heic_is_white_where_nothing_is_drawn() -> None:
    drawn = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    drawn.paste((0, 0, 0, 255), (0, 0, 64, 16))
    out = io.BytesIO()
    pillow_heif.from_pillow(drawn).save(out, format="HEIF", quality=100)
    picture = remade(out.getvalue()).convert("L")
    assert picture.getpixel((32, 48)) > 240 and picture.getpixel((32, 4)) < 15


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_colours_of_a_profile_are_those_seen(kind: str) -> None:
    """A profile that exchanges nothing but the numbers: what it calls (20, 120, 120) is this other colour in sRGB."""
    profile = swapping_profile()
    data = corpus_picture(kind, TEAL, icc_profile=profile)
    expected = ImageCms.profileToProfile(
        Image.new("RGB", (1, 1), TEAL),
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
        outputMode="RGB",
    ).getpixel((0, 0))
    assert expected[0] > 90  # far from what the numbers alone would show
    picture = remade(data)
    assert "icc_profile" not in picture.info
    assert all(abs(one - other) < 6 for one, other in zip(picture.getpixel((9, 9)), expected, strict=True))


def test_a_profile_that_is_none_is_ignored() -> None:
    picture = remade(corpus_picture("JPEG", ORANGE, icc_profile=b"not a profile" * 30))
    assert all(abs(one - other) < 6 for one, other in zip(picture.getpixel((9, 9)), ORANGE, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_each_orientation_is_applied(kind: str, turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    drawn = Image.new("RGB", (40, 24), "white")
    drawn.paste("black", (0, 0, 20, 8))
    out = io.BytesIO()
    drawn.save(out, kind, exif=exif, **({"quality": 95} if kind == "JPEG" else {}))
    assert difference(on_paper(remade(out.getvalue())), on_paper(Image.open(io.BytesIO(out.getvalue())))) < 3


def corpus_picture(kind: str, colour: tuple[int, int, int], **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (32, 32), colour).save(out, kind, **options)
    return out.getvalue()


def swapping_profile() -> bytes:
    """The profile of sRGB with its red and green primaries exchanged: green numbers are seen red."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["RGBA", "RGB with a profile", "CMYK"])
def test_48_million_pixels_fit_in_the_bounds(mode: str) -> None:
    picture = Image.new(mode.split()[0], (8_000, 6_000), 120 if mode == "L" else None)
    out = io.BytesIO()
    options = {"icc_profile": swapping_profile()} if "profile" in mode else {}
    picture.save(out, "PNG" if mode == "RGBA" else "JPEG", **options)
    assert remade(out.getvalue()).size == (8_000, 6_000)


def test_a_telling_picture_tells_nothing() -> None:
    assert b"canari" not in verdict(corpus.telling_jpeg()).rebuilt
