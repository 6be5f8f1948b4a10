"""A picture made again from what is seen: without GPS, serial numbers, comments or anything appended.

What a viewer shows is applied to the pixels before the metadata that said it is dropped: transparency (on white, the
colour of paper), the profile of its colours, its orientation.
"""

from io import BytesIO

import pi_heif
from PIL import Image, ImageChops, ImageCms
from refused import PIXELS, Refused

_NAMES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/heic": "HEIF"}
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_DEEP = "I;16"


def reencode(data: bytes, kind: str) -> tuple[str, bytes]:
    """Return the media type and the bytes of the same picture. Raises Refused."""
    pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = PIXELS
    name = _NAMES[kind]
    try:
        with Image.open(BytesIO(data), formats=[name]) as opened:
            if opened.width * opened.height > PIXELS:
                raise Refused("too_complex")
            opened.load()
            turn = _turn_of(opened)
            picture = in_srgb(on_white(opened, depth=data[24] if name == "PNG" else 8), opened.info.get("icc_profile"))
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if getattr(error, "errno", None):  # the system's, not the picture's
            raise
        raise Refused("damaged") from error
    picture = picture.transpose(turn) if turn is not None else picture
    # Saving a JPEG again with Pillow keeps its comment: what is not the picture is emptied first.
    picture.info.clear()
    out = BytesIO()
    if name == "PNG":
        picture.save(out, "PNG")
        return "image/png", out.getvalue()
    picture.convert("RGB").save(out, "JPEG", quality=90)
    return "image/jpeg", out.getvalue()


def _turn_of(picture: Image.Image) -> Image.Transpose | None:
    """Return how to turn it. Only one number is read of its EXIF, whose other values are often out of the standard.

    An EXIF that cannot be read says nothing: viewers show such a picture as it is.
    """
    exif = Image.Exif()
    try:
        exif.load(picture.info.get("exif", b""))
        return _TURNS.get(exif.get(_ORIENTATION, 0))
    except MemoryError:
        raise
    except Exception:
        return None


def on_white(picture: Image.Image, *, depth: int) -> Image.Image:
    """Return the picture as on paper: what is transparent is white. `depth`: bits of a sample in the file."""
    transparent = picture.info.get("transparency")
    if picture.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or (picture.mode == "P" and transparent is not None):
        return _pasted(picture.convert("LA" if picture.mode in {"LA", "La"} else "RGBA"))
    if transparent is None:
        return picture
    if picture.mode == _DEEP:
        return _pasted_deep(picture, transparent)
    if picture.mode in {"1", "L", "RGB"}:
        picture.info["transparency"] = _at_eight_bits(transparent, depth)
        return _pasted(picture.convert("RGBA" if picture.mode == "RGB" else "LA"))
    return picture


def _pasted(picture: Image.Image) -> Image.Image:
    mode = "L" if picture.mode == "LA" else "RGB"
    paper = Image.new(mode, picture.size, "white")
    paper.paste(picture.convert(mode), mask=picture.getchannel("A"))
    return paper


def _pasted_deep(picture: Image.Image, transparent: int) -> Image.Image:
    """Sixteen bits of grey, of which one is transparent. Pillow compares them only through 32 bits."""
    values = picture.convert("I")
    above = values.point(lambda value: value * 1 - transparent).convert("L")
    below = values.point(lambda value: value * -1 + transparent).convert("L")
    seen = ImageChops.lighter(above, below).point(lambda value: 255 if value else 0)
    paper = Image.new("I", picture.size, 65_535)
    paper.paste(values, mask=seen)
    return paper.convert(_DEEP)


def _at_eight_bits(transparent: int | tuple[int, ...], depth: int) -> int | tuple[int, ...]:
    """A PNG gives the transparent colour at the depth of its samples; Pillow has read them at eight bits."""
    if isinstance(transparent, tuple):
        return tuple(value >> 8 for value in transparent) if depth > 8 else transparent
    return transparent * 255 // (2**depth - 1) if depth < 8 else transparent


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture with the colours that its profile gives to its numbers. A profile that is none is ignored."""
    if not profile or picture.mode not in {"L", "P", "RGB", "CMYK", "LAB"}:
        return picture
    source = picture.convert("RGB") if picture.mode == "P" else picture
    try:
        theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
        ours = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(source, theirs, ours, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
