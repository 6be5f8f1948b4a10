"""PDFs: served as they came, served rebuilt and said why, or refused. As they really come out of the inspector."""

import io
from pathlib import Path

import pikepdf
import pytest

from portal.documents.examination import FileVerdict, examine
from portal.documents.kinds import kind_of
from portal.documents.rebuilding import CHANGES
from tests.portal.documents import corpus

CASES = Path(__file__).parents[2] / "cases"
AS_THEY_CAME = ["pdf-01-plain", "pdf-05-acrobat-form-no-js"]
REBUILT = {
    "pdf-02-owner-password-only": ["unlocked"],
    "pdf-04-acrobat-form-with-date-format-js": ["scripts"],
    "pdf-07-leading-newline": ["repaired"],
    "pdf-08-leading-bom": ["repaired"],
    "pdf-11-trailing-html": ["repaired"],
    "pdf-13-no-eof-marker": ["repaired"],
}


def verdict(data: bytes) -> FileVerdict:
    assert kind_of(data[:1029]).value == "application/pdf"
    return examine(data, "application/pdf")


def case(name: str) -> bytes:
    return (CASES / f"{name}.pdf").read_bytes()


@pytest.mark.parametrize("name", AS_THEY_CAME)
def test_a_case_is_served_as_it_came(name: str) -> None:
    seen = verdict(case(name))
    assert (seen.refused, seen.held, seen.because, seen.rebuilt) == ("", "", [], b"")


@pytest.mark.parametrize("name", REBUILT)
def test_a_case_is_served_rebuilt_with_the_same_pages(name: str) -> None:
    data = case(name)
    seen = verdict(data)
    assert (seen.refused, seen.held, seen.because) == ("", "", REBUILT[name])
    assert content_of(seen.rebuilt) == content_of(data[data.find(b"%PDF-") :])


def test_a_password_of_the_reader_is_refused() -> None:
    assert verdict(case("pdf-03-user-password")).refused == "encrypted"


@pytest.mark.parametrize("name", corpus.KEPT)
def test_what_is_harmless_is_served_byte_for_byte(name: str) -> None:
    seen = verdict(corpus.KEPT[name]())
    assert (seen.refused, seen.held, seen.because, seen.rebuilt) == ("", "", [], b"")


@pytest.mark.parametrize("name", corpus.REBUILT)
def test_what_can_be_mended_is_rebuilt_and_said(name: str) -> None:
    make, why = corpus.REBUILT[name]
    seen = verdict(make())
    assert (seen.refused, seen.held, set(seen.because)) == ("", "", why)
    assert set(seen.because) <= set(CHANGES)
    assert seen.rebuilt.startswith(b"%PDF-") and seen.rebuilt.rstrip().endswith(b"%%EOF")
    for hidden in [b"PK\x05\x06", corpus.SCRIPT, b"canari-hidden", b"app.alert", b"javascript:"]:
        assert hidden not in unpacked(seen.rebuilt)
    assert corpus.CANARY in b"".join(content_of(seen.rebuilt))
    again = verdict(seen.rebuilt)
    assert (again.refused, again.because) == ("", [])  # examined once more, there is nothing left to do


def test_rebuilt_twice_it_is_the_same_file() -> None:
    assert verdict(corpus.attaching_pdf()).rebuilt == verdict(corpus.attaching_pdf()).rebuilt


def test_a_form_keeps_its_fields_and_their_values() -> None:
    with pikepdf.open(io.BytesIO(verdict(corpus.formatted_pdf()).rebuilt)) as document:
        (field,) = document.Root.AcroForm.Fields
        assert str(field.T) == "d" and not list(field.AA.keys())


def test_a_link_stays_beside_what_is_taken_out() -> None:
    document = pikepdf.open(io.BytesIO(corpus.clicked_pdf("URI", URI=pikepdf.String("https://www.quebec.ca/"))))
    document.attachments["a.txt"] = b"a"
    out = io.BytesIO()
    document.save(out)
    seen = verdict(out.getvalue())
    assert seen.because == ["attachments"] and b"https://www.quebec.ca/" in unpacked(seen.rebuilt)


def test_pages_lost_in_the_middle_are_not_passed_over(monkeypatch) -> None:
    """Half of a stream is missing: the pages would open, one of them white."""
    whole = corpus.many_pages_pdf(3)
    cut = whole[: whole.rfind(b"endobj")] + b"\nstartxref\n0\n%%EOF"
    assert verdict(cut).refused == "damaged"


def content_of(data: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(data)) as document:
        pages = [page.obj.get("/Contents") for page in document.pages]
        streams = [list(page) if isinstance(page, pikepdf.Array) else [page] for page in pages]
        return [b"".join(part.read_bytes() for part in page if part is not None) for page in streams]


def unpacked(data: bytes) -> bytes:
    """Every object and stream of it, uncompressed: what is hidden would be read."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        options = {"compress_streams": False, "object_stream_mode": pikepdf.ObjectStreamMode.disable}
        document.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, **options)
    return out.getvalue()
