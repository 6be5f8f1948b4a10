"""Files made by us, good and hostile. Nothing dangerous is in the repository: the EICAR string is kept split."""

import io
import re
import struct
import zlib

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo

EICAR = "".join(["X5O!P%@AP[4", "\\PZX54(P^)7CC)7}$EICAR-", "STANDARD-ANTIVIRUS-", "TEST-FILE!$H+H*"]).encode()
CANARY = b"canari-7f3a-en-clair"
SCRIPT = b"<script>alert(1)</script>"


def pdf(text: bytes = CANARY, **catalog: object) -> bytes:
    """One page with an uncompressed text, so that a canary would be seen on a disk in clear."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(612, 792))
    page.contents_add(document.make_stream(b"BT /F1 12 Tf 72 700 Td (" + text + b") Tj ET"))
    for key, value in catalog.items():
        document.Root[f"/{key}"] = value
    return _saved(document)


def _saved(document: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    document.save(out, deterministic_id="encryption" not in options, compress_streams=False, **options)
    return out.getvalue()


def encrypted_pdf(user: str = "secret") -> bytes:
    document = pikepdf.open(io.BytesIO(pdf()))
    return _saved(document, encryption=pikepdf.Encryption(owner="o", user=user))


def javascript_pdf() -> bytes:
    return opening_pdf(_action("JavaScript", JS=String("app.alert(1) // canari-hidden")))


def streamed_javascript_pdf() -> bytes:
    """The action is a stream, as no standard writes it."""
    document = pikepdf.open(io.BytesIO(pdf()))
    script = String("app.alert(1) // canari-hidden")
    document.Root.OpenAction = document.make_stream(b"", S=Name.JavaScript, JS=script)
    return _saved(document)


def launching_pdf() -> bytes:
    return pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe")))


def hidden_launch_pdf() -> bytes:
    """The action is in an annotation, in an object stream: a search of the bytes would not find it."""
    document = pikepdf.open(io.BytesIO(pdf()))
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = document.make_indirect(pikepdf.Array([document.make_indirect(note)]))
    return _saved(document, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def attaching_pdf(*, signed: bool = False) -> bytes:
    document = pikepdf.open(io.BytesIO(pdf(AcroForm=Dictionary(Fields=Array([_signature()]))) if signed else pdf()))
    document.attachments["a.exe"] = b"MZ-canari-hidden"
    return _saved(document)


def associated_pdf() -> bytes:
    """As PDF/A-3 does: an invoice and its data."""
    document = pikepdf.open(io.BytesIO(pdf()))
    stream = document.make_stream(b"<xml>canari-hidden</xml>", Type=Name.EmbeddedFile)
    spec = Dictionary(Type=Name.Filespec, F=String("a.xml"), EF=Dictionary(F=stream), AFRelationship=Name.Data)
    document.Root.AF = Array([document.make_indirect(spec)])
    return _saved(document)


def _action(kind: str, **values: object) -> Dictionary:
    return Dictionary(S=Name(f"/{kind}"), **values)


def opening_pdf(what: object) -> bytes:
    return pdf(OpenAction=what)


def triggered_pdf(kind: str, **values: object) -> bytes:
    document = pikepdf.open(io.BytesIO(pdf()))
    document.pages[0].AA = Dictionary(C=document.make_indirect(_action(kind, **values)))
    return _saved(document)


def clicked_pdf(kind: str, **values: object) -> bytes:
    document = pikepdf.open(io.BytesIO(pdf()))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=_action(kind, **values))
    document.pages[0].Annots = Array([document.make_indirect(note)])
    return _saved(document)


def formatted_pdf() -> bytes:
    """A date field that Acrobat formats by its own script, as it does for every form of a ministry."""
    script = Dictionary(S=Name.JavaScript, JS=String('AFDate_FormatEx("yyyy-mm-dd"); // canari-hidden'))
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("d"), Rect=[0, 0, 9, 9])
    field.AA = Dictionary(F=script, K=script)
    return pdf(AcroForm=Dictionary(Fields=Array([field])))


def outside_pdf() -> bytes:
    """A page whose content is in another file: what is examined is not what is seen."""
    document = pikepdf.open(io.BytesIO(pdf()))
    document.pages[0].Contents = document.make_stream(b"", F=String("\\\\host\\page"))
    return _saved(document)


def _named_font(name: str) -> bytes:
    document = pikepdf.open(io.BytesIO(pdf()))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    document.pages[0].Resources = Dictionary(Font=Dictionary({name: font, "/EF": font, "/XFA": font}))
    return _saved(document)


def _signature() -> Dictionary:
    value = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=[0, 1, 2, 3], Contents=String("0"))
    return Dictionary(FT=Name.Sig, T=String("s"), V=value)


def form_program_pdf() -> bytes:
    """An XFA form: a program in XML."""
    return pdf(AcroForm=pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=pikepdf.String("<xdp>canari-hidden</xdp>")))


def named_javascript_pdf() -> bytes:
    """A program in the tree of names, which runs when the document opens."""
    document = pikepdf.open(io.BytesIO(pdf()))
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=document.make_stream(b"app.alert(1) // canari-hidden"))
    tree = pikepdf.Dictionary(Names=[pikepdf.String("a"), document.make_indirect(action)])
    document.Root.Names = pikepdf.Dictionary(JavaScript=document.make_indirect(tree))
    return _saved(document)


def _annotated(subtype: str) -> bytes:
    document = pikepdf.open(io.BytesIO(pdf()))
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{subtype}"), Rect=[0, 0, 9, 9])
    document.pages[0].Annots = pikepdf.Array([note])
    return _saved(document)


def many_pages_pdf(count: int) -> bytes:
    document = pikepdf.new()
    for _ in range(count):
        document.add_blank_page(page_size=(10, 10))
    return _saved(document)


def nested_pdf(depth: int = 2000) -> bytes:
    """Arrays in arrays: a reader that calls itself runs out of stack."""
    return pdf().replace(b"/Type /Catalog", b"/Type /Catalog /X " + b"[" * depth + b"]" * depth)


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (20, 80, 160)).save(out, kind, **options)
    return out.getvalue()


def telling_jpeg() -> bytes:
    """A picture that says where, with what and by whom it was taken, that is turned, and that has a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "Appareil-canari"
    exif[0x013B] = "Auteur-canari"
    exif.get_ifd(0x8825).update({1: "N", 2: (46.0, 48.0, 30.0)})
    exif.get_ifd(0x8769)[0xA431] = "Serie-canari"
    return picture(exif=exif, comment=SCRIPT, icc_profile=b"icc-canari" * 20)


def telling_png() -> bytes:
    notes = PngInfo()
    notes.add_text("Comment", "canari " + SCRIPT.decode())
    return picture("PNG", pnginfo=notes)


def bomb_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few bytes that say they are 3.6 billion pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bomb_pdf(gigabytes: int = 2) -> bytes:
    """An object stream of some kilobytes that unfolds, in two layers, to gigabytes of blanks."""
    packer = zlib.compressobj(9)
    first = packer.compress(b" " * (1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b" " * (1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    body = zlib.compress(first + again * (gigabytes * 64), 9)
    filters = b"/Filter[/FlateDecode/FlateDecode]/Length %d" % len(body)
    start = b"%PDF-1.5\n"
    stream = start + b"1 0 obj\n<</Type/ObjStm/N 1/First 4" + filters + b">>stream\n" + body + b"\nendstream endobj\n"
    at = len(stream)
    rows = [(0, 0, 65535), (1, len(start), 0), (2, 1, 0), (1, at, 0)]
    entries = b"".join(struct.pack(">BIH", *row) for row in rows)
    table = b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 2]/Root 2 0 R/Length %d>>stream\n" % len(entries)
    return stream + table + entries + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % at


def zip_tail() -> bytes:
    """The end of an empty ZIP archive: what a «PDF and ZIP at once» ends with."""
    return b"PK\x05\x06" + b"\0" * 18


ACCEPTED = {
    "pdf": pdf,
    "jpeg": picture,
    "png": lambda: picture("PNG"),
    "palette.png": lambda: _palette(),
    "grey.jpeg": lambda: _mode("L", "JPEG"),
    "cmyk.jpeg": lambda: _mode("CMYK", "JPEG"),
    "alpha.png": lambda: _mode("RGBA", "PNG"),
    "heic": lambda: _heic(),
    "jpeg + zip": lambda: picture() + zip_tail(),  # re-encoded: the tail does not survive
    "png + html": lambda: picture("PNG") + SCRIPT,
}
REBUILT = {
    "pdf of an owner": (lambda: encrypted_pdf(user=""), {"unlocked"}),
    "pdf + zip": (lambda: pdf() + zip_tail(), {"repaired"}),
    "pdf + html": (lambda: pdf() + SCRIPT * 4, {"repaired"}),
    "html before pdf": (lambda: SCRIPT + pdf(), {"repaired"}),
    "printer header": (lambda: b"\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n" + pdf(), {"repaired"}),
    "1,000 bytes before pdf": (lambda: b"x" * 1000 + pdf(), {"repaired"}),
    "white and NUL after pdf": (lambda: pdf() + b"\0" * 4096 + b" \r\n" * 40, {"repaired"}),
    "wrong startxref": (lambda: pdf().replace(b"startxref\n", b"startxref\n9"), {"repaired"}),
    "startxref of nought": (lambda: re.sub(rb"startxref\n\d+", b"startxref\n0", pdf()), {"repaired"}),
    "no end": (lambda: pdf().replace(b"%%EOF", b""), {"repaired"}),
    "wrong length of a stream": (lambda: re.sub(rb"/Length \d+", b"/Length 3", pdf()), {"repaired"}),
    "pdf with a program": (javascript_pdf, {"scripts"}),
    "pdf with a program in a stream": (streamed_javascript_pdf, {"scripts"}),
    "pdf with a javascript name": (named_javascript_pdf, {"scripts"}),
    "pdf with a formatted field": (formatted_pdf, {"scripts"}),
    "pdf with a file": (attaching_pdf, {"attachments"}),
    "pdf with an associated file": (associated_pdf, {"attachments"}),
    "pdf with an attached note": (lambda: _annotated("FileAttachment"), {"attachments"}),
    "pdf with xfa": (form_program_pdf, {"xfa"}),
    "pdf with rich media": (lambda: _annotated("RichMedia"), {"media"}),
    "pdf with a button that sends": (lambda: clicked_pdf("SubmitForm", F=String("https://x")), {"outward"}),
    "pdf with a link to a file": (lambda: clicked_pdf("GoToR", F=String("\\\\host\\a.pdf")), {"outward"}),
    "pdf with a link to a program": (lambda: clicked_pdf("URI", URI=String("javascript:alert(1)")), {"outward"}),
    "signed pdf with a file": (lambda: attaching_pdf(signed=True), {"attachments", "unsigned"}),
}
"""Accepted, and served rebuilt: what it was is in no byte of what is served."""

KEPT = {
    "a link": lambda: clicked_pdf("URI", URI=String("https://www.quebec.ca/")),
    "a link to a page": lambda: clicked_pdf("GoTo", D=Array([0, Name.Fit])),
    "a destination at the opening": lambda: opening_pdf(Array([0, Name.Fit])),
    "a page at the opening": lambda: opening_pdf(Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))),
    "a page at the closing": lambda: triggered_pdf("GoTo", D=Array([0, Name.Fit])),
    "a font called JS": lambda: _named_font("/JS"),
    "a signed pdf": lambda: pdf(AcroForm=Dictionary(Fields=Array([_signature()]))),
}
"""Served byte for byte."""

REFUSED = {
    "encrypted pdf": (encrypted_pdf, "encrypted"),
    "truncated pdf": (lambda: pdf()[:-200], "damaged"),
    "pdf header only": (lambda: b"%PDF-1.7\n", "damaged"),
    "pdf of noise": (lambda: b"%PDF-1.7\n" + b"\xff\x00" * 500 + b"%%EOF", "damaged"),
    "pdf that launches": (launching_pdf, "active_content"),
    "pdf that hides a launch": (hidden_launch_pdf, "active_content"),
    **{
        f"pdf that does {kind} at the opening": (lambda kind=kind: opening_pdf(_action(kind)), "active_content")
        for kind in ("GoToE", "GoToR", "SubmitForm", "URI", "Launch", "ImportData", "Unheard")
    },
    **{
        f"pdf that does {kind} at the closing": (lambda kind=kind: triggered_pdf(kind), "active_content")
        for kind in ("GoToE", "GoToR", "SubmitForm", "URI", "Launch", "ImportData")
    },
    "pdf that calls at the second step": (
        lambda: opening_pdf(
            Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]), Next=_action("URI", URI=String("https://x")))
        ),
        "active_content",
    ),
    "pdf with content kept outside": (outside_pdf, "active_content"),
    "pdf of pdfs": (lambda: pdf(Collection=Dictionary(View=Name.T)), "portfolio"),
    "form for one reader": (lambda: pdf(NeedsRendering=True), "dynamic_form"),
    "pdf cut in its table": (lambda: pdf()[:-60], "damaged"),
    "bomb of objects": (bomb_pdf, ("too_complex", "damaged")),
    "pdf of 2,001 pages": (lambda: many_pages_pdf(2001), "too_complex"),
    "pdf nested 2,000 deep": (nested_pdf, ("too_complex", "damaged")),
    "empty pdf": (lambda: _saved(pikepdf.new()), "damaged"),
    "truncated jpeg": (lambda: picture(size=(640, 480), quality=95)[:-900], "damaged"),
    "truncated png": (lambda: picture("PNG", size=(640, 480))[:-300], "damaged"),
    "jpeg header only": (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 40, "damaged"),
    "truncated heic": (lambda: _heic()[:120], "damaged"),
    "bomb of pixels": (bomb_png, "too_complex"),
    "51 million pixels": (lambda: picture("PNG", size=(10_200, 5_000)), "too_complex"),
}
UNKNOWN = {
    "html": b"<!doctype html>" + SCRIPT,
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "header beyond 1,024": b"x" * 1025 + pdf(),
    "zip of a pdf": b"PK\x03\x04" + b"\0" * 40 + pdf(),
    "zip": b"PK\x03\x04" + b"\0" * 60,
    "exe": b"MZ" + b"\0" * 60,
    "gif": b"GIF89a" + b"\0" * 20,
    "text": b"bonjour",
    "eicar": EICAR,
    "mp4": b"\0\0\0\x18ftypmp42" + b"\0" * 20,
}


def _mode(mode: str, kind: str) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (32, 32)).save(out, kind)
    return out.getvalue()


def _palette() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (32, 32), (9, 9, 9)).quantize(8).save(out, "PNG")
    return out.getvalue()


def _heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), (20, 80, 160))).save(out, format="HEIF")
    return out.getvalue()
