"""Files of other systems, as people send them: read, or refused with the true reason. See `tests/cases`."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from portal.client_numbers.actions import declare
from portal.client_numbers.models import ClientNumber, NumberPattern
from portal.imports.actions import accept, check_file, receive_file, sweep
from portal.imports.models import ImportFile
from reminders.deadlines.models import Deadline
from reminders.imported_deadlines import importing
from reminders.imported_deadlines.actions import link
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.invitations.models import Invitation
from tests.reminders.imported_deadlines.conftest import agreed, kind  # noqa: F401
from tests.reminders.imported_deadlines.test_files import HEADS, SOON, csv_of, given, line  # noqa: F401

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parents[2] / "cases"


@pytest.fixture(autouse=True)
def _in_november(monkeypatch):
    """The dates of the files are of 2027, whatever the day of the suite."""
    monkeypatch.setattr(importing, "today", lambda: dt.date(2026, 11, 22))


@pytest.fixture
def tried(given):  # noqa: F811
    return lambda content: check_file(import_file=given(content))


@pytest.fixture
def case(tried):
    return lambda name: tried((CASES / name).read_bytes())


def page_of(import_file):
    return reverse("admin:imported_deadlines_deadlinefile_change", args=[import_file.pk])


def problems_of(import_file):
    return [(one.line, one.column, one.words) for one in import_file.problems.all()]


READ_WHOLE = {
    "csv-01-utf8-bom-semicolon.csv": 1,
    "csv-02-cp1252-semicolon.csv": 1,
    "csv-04-lost-leading-zeros.csv": 1,
    "csv-07-nbsp-thousands.csv": 2,
    "csv-09-sep-line.csv": 1,
    "csv-10-utf16-excel-unicode-text.csv": 1,
    "csv-11-mac-roman.csv": 1,
    "csv-14-title-row-above.csv": 1,
    "csv-15-comma-quoted-name.csv": 1,
    "csv-16-kind-uppercase-and-state-accents.csv": 3,
    "xlsx-01-number-and-date-cells.xlsx": 2,
    "xlsx-05-instructions-sheet-first.xlsx": 1,
    "xlsx-06-merged-title-row.xlsx": 1,
    "xlsx-09-1904-dates.xlsx": 1,
    "xlsx-11-filtered-hidden-row.xlsx": 2,
}


@pytest.mark.parametrize("name", READ_WHOLE)
def test_read_whole(case, name):
    import_file = case(name)
    assert (import_file.state, import_file.rows, import_file.bad_rows, problems_of(import_file)) == (
        "checked",
        READ_WHOLE[name],
        0,
        [],
    )


IN_PART = {  # rows, bad lines, a word of each reason in order
    "csv-03-excel-scientific-client-number.csv": (2, [2, 3], ["abrégé", "abrégé"]),
    "csv-05-excel-serial-date.csv": (1, [2], ["comme un nombre"]),
    "csv-06-day-first-date.csv": (6, [2, 3, 4, 5, 6, 7], ["l’année d’abord", *["année-mois-jour"] * 5]),
    "csv-08-times.csv": (
        14,
        [8, 9, 10, 11, 12, 13, 14, 15],
        [
            "n’existe pas",
            "comme un nombre",
            "comme un nombre",
            "ou laissez vide",
            "ou laissez vide",
            "ou laissez vide",
            "sans fuseau",
            "sans fuseau",
        ],
    ),
    "csv-12-duplicate-references.csv": (2, [2, 3], ["à la ligne 3", "à la ligne 2"]),
    "csv-13-unbalanced-quote.csv": (8, list(range(2, 10)), ["les lignes 3 à 9"]),
    "csv-17-client-number-check.csv": (
        6,
        [2, 3, 4, 5, 6],
        ["personne", "formule", "personne", "total", "personne"],
    ),
    "csv-18-years.csv": (
        7,
        [2, 3, 4, 5, 7, 8],
        ["trop", "trop", "trop", "n’existe pas", "trop", "trop"],
    ),
    "csv-19-float-identifiers.csv": (2, [2, 3], ["décimales", "décimales"]),
    "xlsx-04-formulas-not-computed.xlsx": (1, [2], ["formule", "formule"]),
    "xlsx-07-merged-type-cells.xlsx": (2, [3], ["vide"]),
    "xlsx-08-serial-date-general.xlsx": (1, [2], ["comme un nombre", "comme un nombre"]),
}


@pytest.mark.parametrize("name", IN_PART)
def test_refused_by_row_with_the_true_reason(case, name):
    rows, lines, reasons = IN_PART[name]
    import_file = case(name)
    assert (import_file.state, import_file.rows, import_file.bad_lines) == ("checked", rows, lines), problems_of(
        import_file
    )
    words = [problem[2] for problem in problems_of(import_file)]
    assert len(words) == len(reasons)
    assert all(reason in one for reason, one in zip(reasons, words, strict=True)), words


@pytest.mark.parametrize(("name", "why"), [("ods-01.ods", "ODS"), ("xls-01.xls", "XLS, l’ancien")])
def test_other_formats_are_named(case, name, why):
    import_file = case(name)
    assert import_file.state == "refused" and why in import_file.refusal


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (b"\xef\xbb\xbf  <html><table><tr><td>1</td></tr></table>", "page web"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.bin", "XLSB"),
        ("référence;référence;type;numéro de client;date limite\r\n1;1;k;1;2027-03-31".encode(), "deux fois"),
    ],
)
def test_what_else_people_send_is_named(tried, content, why):
    import_file = tried(content)
    assert import_file.state == "refused" and why in import_file.refusal, import_file.refusal


def test_a_decimal_is_never_linked_to_the_whole_number_of_somebody_else(given, people, kind, saaq, amelie):  # noqa: F811
    """123456.0 was once read as 1234560, and its deadline opened in her space."""
    link(citizen=amelie.citizen, organization=saaq, number="1234560", how="agent", by=amelie)
    import_file = check_file(import_file=given((CASES / "csv-19-float-identifiers.csv").read_bytes()))
    receive_file(import_file=accept(import_file=import_file, by=people["emile"], confirmed=True))
    assert not Deadline.objects.filter(origin="import").exists() and not ImportedDeadline.objects.exists()


def test_one_number_with_two_people_invites_neither(tried, people):
    invited = [["Zoé Roy", "1, rue A|Lévis (Québec)"], ["Luc Roy", "9, rue B|Laval (Québec)"]]
    rows = [[*line(number, client_number="B-7"), *one] for number, one in enumerate(invited, start=1)]
    import_file = tried(csv_of(rows))
    assert [(at, column) for at, column, _words in problems_of(import_file)] == [
        (2, "nom à inviter"),
        (3, "nom à inviter"),
    ]
    receive_file(import_file=accept(import_file=import_file, by=people["emile"]))
    assert not Invitation.objects.exists()


def test_the_same_reference_a_thousand_rows_later(tried):
    rows = [line(number) for number in range(1500)]
    rows[1400] = line(7, client_number="B-2")
    import_file = tried(csv_of(rows))
    assert import_file.bad_lines == [9, 1402]


def test_the_shapes_of_the_numbers_are_shown(tried, signed_in, people):
    rows = [line(n, client_number=f"{n:08d}") for n in range(1, 6)] + [line(9, client_number="123 456")]
    import_file = tried(csv_of(rows))
    assert import_file.tallies["shape"] == [["d8", 5, [2, 3, 4]], ["d6", 1, [7]]]
    page = signed_in(people["emile"]).get(page_of(import_file)).content.decode()
    assert "<td>8 chiffres</td><td>5</td><td>2, 3, 4</td>" in page


@pytest.fixture
def renumbering(given, agreed, people, saaq, bruno):  # noqa: F811
    """R-1 is Amélie's; a second file gives it Bruno's number, beside a good row."""
    link(citizen=bruno.citizen, organization=saaq, number="B-7", how="agent", by=bruno)
    first = check_file(import_file=given(csv_of([line(1)])))
    receive_file(import_file=accept(import_file=first, by=people["emile"]))
    return check_file(import_file=given(csv_of([line(1, client_number="B-7"), line(2)])))


@pytest.mark.parametrize("renumber", [True, False])
def test_another_number_under_a_known_reference_is_shown_and_moves_only_on_purpose(
    renumbering, people, amelie, bruno, renumber
):
    assert (renumbering.to_confirm, renumbering.good_rows) == ([2], 2)
    import_file = receive_file(import_file=accept(import_file=renumbering, by=people["emile"], confirmed=renumber))
    assert import_file.counts == {"created": 1} | ({"renumbered": 1} if renumber else {})
    holder = bruno if renumber else amelie
    assert ImportedDeadline.objects.get(reference="R-1").citizen == holder.citizen
    assert Deadline.objects.open().filter(origin="import", citizen=bruno.citizen).exists() is renumber


def test_a_number_changed_since_the_dry_run_is_listed_and_not_moved(renumbering, given, people, amelie):  # noqa: F811
    """R-2 was new when this file was tried; the organization's system sent it since, for somebody else."""
    other = check_file(import_file=given(csv_of([line(2, client_number="C-9")])))
    receive_file(import_file=accept(import_file=other, by=people["emile"]))
    import_file = receive_file(import_file=accept(import_file=renumbering, by=people["emile"]))
    assert (import_file.bad_since, import_file.counts) == (1, {})
    assert [(at, column) for at, column, _words in problems_of(import_file)] == [(3, "numéro de client")]
    assert ImportedDeadline.objects.get(reference="R-2").citizen is None


def test_the_page_asks_before_a_deadline_changes_person(renumbering, signed_in, people, amelie, bruno):
    client = signed_in(people["emile"])
    page = client.get(reverse("admin:imported_deadlines_deadlinefile_change", args=[renumbering.pk])).content.decode()
    assert "Des échéances changent de personne" in page and "Vérifiez ces lignes\u00a0: 2" in page
    client.post(reverse("admin:imported_deadlines_deadlinefile_accept", args=[renumbering.pk]), {"confirmed": "on"})
    sweep()
    assert ImportedDeadline.objects.get(reference="R-1").citizen == bruno.citizen


def book(change=None, **import_files) -> bytes:
    made, out = Workbook(), io.BytesIO()
    made.remove(made.active)
    for title, rows in import_files.items():
        part = made.create_sheet(title)
        for row in rows:
            part.append(row)
    if change:
        change(made)
    made.save(out)
    return out.getvalue()


ROW = ["R-1", "permis-conduire-paiement", 123456, SOON]


def test_a_wrong_declared_dimension_hides_nothing(tried):
    """Other software writes «A1» for a whole sheet."""
    content, out = book(a=[HEADS[:4], ROW]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b'<dimension ref="A1:D2"', b'<dimension ref="A1"'))
    assert out.getvalue() != content
    assert tried(out.getvalue()).good_rows == 1


def test_a_hidden_sheet_is_not_read(tried):
    def hide(made):
        made["b"].sheet_state = "hidden"

    import_file = tried(book(hide, a=[HEADS[:4], ROW], b=[HEADS[:4], ["R-2", *ROW[1:]]]))
    assert (import_file.state, import_file.rows) == ("checked", 1)


def test_two_sheets_of_deadlines_are_refused_by_name(tried):
    import_file = tried(book(avril=[HEADS[:4], ROW], mai=[HEADS[:4], ["R-2", *ROW[1:]]]))
    assert (
        import_file.state == "refused"
        and "«\u00a0avril\u00a0»" in import_file.refusal
        and "«\u00a0mai\u00a0»" in import_file.refusal
    )


def test_a_second_sheet_without_rows_is_no_matter(tried):
    assert tried(book(avril=[HEADS[:4], ROW], mai=[HEADS[:4]])).good_rows == 1


@pytest.mark.parametrize(("number", "good"), [(123456.0, 1), (10**15, 0), (True, 0), (1.5, 0), ("#N/A", 0)])
def test_a_number_cell(tried, number, good):
    assert tried(book(a=[HEADS[:4], ["R-1", ROW[1], number, SOON]])).good_rows == good


def test_a_separator_outside_quotes_is_told(tried):
    import_file = tried(csv_of([[*line(1), "O’Brien", "Niamh", "12, rue A", "Lévis"]]))
    assert problems_of(import_file)[0][1] == "" and "plus de cases" in problems_of(import_file)[0][2]


def test_an_address_on_several_lines_in_quotes_is_read(tried):
    assert tried(csv_of([[*line(1), "Zoé Roy", '"12, rue A\nLévis (Québec)"']])).good_rows == 1


def test_a_mac_s_accents_are_the_right_ones(tried):
    row = [*line(1), "Zoé Côté", "1, rue de l’Église|Lévis (Québec)"]
    for alphabet in ("mac_roman", "cp1252", "utf-16"):
        import_file = tried(csv_of([row], encoding=alphabet))
        assert import_file.good_rows == 1, problems_of(import_file)


def test_through_the_page_of_gestion(signed_in, people, kind, saaq):  # noqa: F811
    """The bad rows of a file are listed by line with the remedy, and no identifier is repeated."""
    client = signed_in(people["emile"])
    content = (CASES / "csv-17-client-number-check.csv").read_bytes()
    upload = SimpleUploadedFile("mai.csv", content, "text/csv")
    page = client.post(
        reverse("admin:imported_deadlines_deadlinefile_give"), {"organization": str(saaq.pk), "file": upload}
    )
    sweep()
    shown = client.get(page.url).content.decode()
    assert "Forme des numéros de client" in shown and "4 lettres, 8 chiffres" in shown
    assert "un total" in shown and "8502" not in shown
    assert ImportFile.objects.get().bad_rows == 5
    assert not ClientNumber.objects.exists()


def test_a_declared_form_is_asked_of_files_and_of_the_template(tried, people, saaq, kind, signed_in):  # noqa: F811
    form = NumberPattern(organization=saaq, alphabet="digits", shortest=8, longest=8, check_digit="luhn")
    declare(pattern=form, by=people["emile"])
    import_file = tried(csv_of([line(1, client_number="12345674"), line(2, client_number="12345"), line(3)]))
    assert import_file.bad_lines == [3, 4] and "zéros" in problems_of(import_file)[0][2]
    client = signed_in(people["emile"])
    assert (
        "Forme déclarée par votre organisme"
        in client.get(reverse("admin:imported_deadlines_deadlinefile_change", args=[import_file.pk])).content.decode()
    )
    template = client.get(reverse("admin:imported_deadlines_deadlinefile_template", args=["csv"])).content
    assert tried(template).good_rows == 1
