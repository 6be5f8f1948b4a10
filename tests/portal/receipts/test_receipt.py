"""The receipt of a deposit: what LCCJTI s. 31 asks, in a PDF that everybody can read and that lasts."""

import datetime as dt
import hashlib
import io
import re

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.documents.models import Document
from portal.receipts.receipts import _words, receipt_of
from tests.portal.documents import corpus
from tests.portal.documents.deposits import accepted, deposit

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 1, 19, 5, 9, tzinfo=dt.UTC)


def address(document) -> str:
    return reverse("documents:receipt", args=[document.pk])


def words_of(pdf: bytes) -> str:
    """The text of a PDF of Typst: what its fonts' tables say of the glyphs shown."""
    text = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            tables = {name: _table(font) for name, font in page.Resources.Font.items()}
            table: dict[bytes, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    table = tables[str(operands[0])]
                elif str(operator) in {"Tj", "TJ"}:
                    runs = operands[0] if str(operator) == "TJ" else [operands[0]]
                    for run in (bytes(run) for run in runs if isinstance(run, pikepdf.String)):
                        text += [table.get(run[i : i + 2], "") for i in range(0, len(run), 2)]
    return "".join(text)


def _table(font) -> dict[bytes, str]:
    lines = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>\s", font.ToUnicode.read_bytes())
    return {bytes.fromhex(code.decode()): bytes.fromhex(value.decode()).decode("utf-16-be") for code, value in lines}


@pytest.fixture
def received(amelie, saaq_team) -> Document:
    document = accepted(amelie, team=saaq_team, name="bail #1 $x.pdf")
    Document.objects.filter(pk=document.pk).update(received_at=AT)
    return Document.objects.get(pk=document.pk)


def test_it_says_when_to_the_second_who_to_whom_and_which_bytes(received) -> None:
    words = words_of(receipt_of(received)).replace("\u00a0", " ")
    for expected in [
        "1er mars 2026 à 14 h 05 min 09 s",
        "2026-03-01T19:05:09Z",
        "Amélie Tremblay",
        "Société de l’assurance automobile du Québec, Permis de conduire",
        "bail #1 $x.pdf",
        f"{len(corpus.pdf())} octets",
        hashlib.sha256(corpus.pdf()).hexdigest(),
        "Pour vérifier",
    ]:
        assert expected in words, expected


def test_a_long_name_goes_on_at_the_next_line_and_nothing_else_is_copied_with_a_hidden_sign(amelie) -> None:
    document = deposit(amelie, team=None, name="2026-03-" * 12 + ".pdf")
    words = words_of(receipt_of(document))
    assert document.name in words and "\u200b" not in words
    assert str(document.pk) in words and f"{document.received_at:%Y-%m-%dT%H:%M:%SZ}" in words


def test_first_who_what_when_and_what_next_then_the_proof(received) -> None:
    """A receipt for people: the prints and the commands come last, in small print."""
    words = words_of(receipt_of(received)).replace("\u00a0", " ")
    said = [
        "Qui",
        "Amélie Tremblay",
        "bail #1",
        "Quand",
        "1er mars 2026 à 14 h 05",
        "À qui",
        "Et maintenant?",
        "répond",
    ]
    places = [words.find(part) for part in [*said, "Pour vérifier", str(received.pk), "SHA-256", "certutil"]]
    assert -1 not in places and places == sorted(places)


def test_it_is_tagged_in_french_and_made_to_last(received) -> None:
    with pikepdf.open(io.BytesIO(receipt_of(received))) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert pdf.Root.Lang == "fr-CA" and pdf.Root.MarkInfo.Marked


def test_asked_twice_it_is_the_same(received) -> None:
    assert receipt_of(received) == receipt_of(Document.objects.get(pk=received.pk))


def test_an_image_has_both_prints_and_the_size_received(amelie, saaq_team) -> None:
    picture = corpus.telling_jpeg()
    document = accepted(amelie, team=saaq_team, name="photo.jpg", data=picture)
    words = words_of(receipt_of(document)).replace("\u00a0", "")
    assert document.received_size == len(picture) != document.size
    assert f"{len(picture)}octets" in words.replace(" ", "")
    assert hashlib.sha256(picture).hexdigest() in words and document.served_sha256 in words


@pytest.mark.parametrize("name", ["😀 中文.pdf", "é" * 116 + ".pdf", "عقد.pdf", '#panic("x") @y <z> \\ ` //.pdf'])
def test_any_name_makes_a_receipt(amelie, saaq_team, name) -> None:
    assert receipt_of(deposit(amelie, team=saaq_team, name=name)).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("name", "windows", "unix"),
    [
        ("releve.pdf", '"releve.pdf"', "releve.pdf"),
        ("Relevé d’emploi (2).pdf", '"Relevé d’emploi (2).pdf"', "'Relevé d’emploi (2).pdf'"),
        ("a; rm -rf $HOME.pdf", '"fichier.pdf"', "fichier.pdf"),  # never what a command line reads
        ('x" & del *.pdf', '"fichier.pdf"', "fichier.pdf"),
        ("%PATH%.pdf", '"fichier.pdf"', "fichier.pdf"),
        ("-rf", '"fichier"', "fichier"),
        ("a" * 60 + ".pdf", '"fichier.pdf"', "fichier.pdf"),  # wider than the paper
    ],
)
def test_the_commands_name_the_file(amelie, name, windows, unix) -> None:
    lines = [command["line"] for command in _words(deposit(amelie, team=None, name=name))["proof"]["commands"]]
    assert lines == [f"certutil -hashfile {windows} SHA256", f"shasum -a 256 {unix}", f"sha256sum {unix}"]


def test_who_acts_for_another_is_the_source(amelie, rachel, saaq_team) -> None:
    document = deposit(rachel, citizen=amelie.citizen, team=saaq_team)
    assert "Rachel Roy, au nom d’Amélie Tremblay" in words_of(receipt_of(document))


def test_the_page_gives_an_inert_attachment_and_journals(received, amelie, signed_in) -> None:
    client = signed_in(amelie)
    response = client.get(address(received))
    assert response.status_code == 200 and response.content == receipt_of(received)
    assert response["Content-Disposition"] == f'attachment; filename="recu-{received.pk}.pdf"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff" and response["Cache-Control"] == "no-store"
    assert AuditEvent.objects.filter(verb="receipt.given", citizen_id=amelie.citizen.pk, by_id=amelie.pk).exists()
    assert address(received) in client.get(reverse("documents:list")).content.decode()


def test_strangers_find_nothing_and_what_was_given_has_no_receipt(received, people, saaq_team, signed_in) -> None:
    for key in ["bruno", "samir", "benoit", "diane", "emile", "olga"]:
        assert signed_in(people[key]).get(address(received)).status_code == 404, key
    assert Client().get(address(received)).status_code == 302
    given = deposit(people["alain"], citizen=people["amelie"].citizen, team=saaq_team, origin="agent")
    assert signed_in(people["amelie"]).get(address(given)).status_code == 404


def test_a_rebuilt_pdf_has_both_prints_and_says_what_changes(amelie, saaq_team) -> None:
    document = accepted(amelie, team=saaq_team, data=corpus.attaching_pdf())
    words = words_of(receipt_of(document)).replace("\u00a0", " ")
    assert document.received_sha256 in words and document.served_sha256 in words
    assert "SHA-256 de la copie conservée" in words
    assert "Les fichiers attachés à ce PDF n’y sont plus." in words
