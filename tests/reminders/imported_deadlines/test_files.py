"""Files of due dates: tried without effect, received by batches, gone on with after a crash, bad ones told."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from portal.clock import today
from portal.imports import adapters
from portal.imports.actions import accept, check_file, drop, give, receive_file, sweep
from portal.imports.models import ImportFile
from portal.imports.reading import UnreadableFile, rows_of, template_csv, template_xlsx
from reminders.deadlines.models import Deadline
from reminders.imported_deadlines import importing
from reminders.imported_deadlines.importing import ImportedDeadlines
from reminders.imported_deadlines.models import ImportedDeadline
from tests.reminders.imported_deadlines.conftest import agreed, kind  # noqa: F401

pytestmark = pytest.mark.django_db
HEADS = [column.head for column in ImportedDeadlines.columns]
NOUN = "imported_deadlines.deadlinefile"
SOON = (today() + dt.timedelta(days=60)).isoformat()


def line(number, **more):
    result = {
        "reference": f"R-{number}",
        "kind": "permis-conduire-paiement",
        "client_number": "A-100",
        "due_on": (today() + dt.timedelta(days=40 + number % 300)).isoformat(),
        "due_time": "",
        "state": "",
    } | more
    return list(result.values())


def test_the_model_has_a_column_for_the_place_of_an_hour(given):
    row = [*line(1, due_time="14:30"), "", "", "Îles-de-la-Madeleine"]
    import_file = check_file(import_file=given(csv_of([row, [*line(2, due_time="9:30"), "", "", "Atlantide"]])))
    assert HEADS[-1] == "fuseau" and import_file.bad_lines == [3]
    assert "Atlantide" in import_file.problems.get().words


def rows_read(content):
    return list(rows_of(content, ImportedDeadlines.columns, ImportedDeadlines.most_rows))


def csv_of(rows, delimiter=";", encoding="utf-8-sig", heads=HEADS):
    return "\r\n".join(delimiter.join(row) for row in [heads, *rows]).encode(encoding)


@pytest.fixture
def given(kind, saaq, people):  # noqa: F811
    return lambda content: give(noun=NOUN, organization=saaq, name="mai.csv", content=content, by=people["emile"])


@pytest.fixture
def thousand():
    """A thousand rows of which seven are bad, each in its own way."""
    rows = [line(number) for number in range(1000)]
    bad = [
        (3, {"due_on": "31/12/2027"}),
        (50, {"kind": "inconnu"}),
        (99, {"reference": ""}),
        (400, {"client_number": ""}),
        (401, {"state": "peut-être"}),
        (700, {"due_time": "25 h"}),
        (998, {"due_on": "2027-02-30"}),
    ]
    for place, change in bad:
        rows[place] = line(place, **change)
    return csv_of(rows)


def test_a_thousand_rows_with_seven_bad_ones(given, thousand, agreed, people):  # noqa: F811
    import_file = check_file(import_file=given(thousand))
    assert (import_file.state, import_file.rows, import_file.bad_rows, import_file.good_rows) == (
        "checked",
        1000,
        7,
        993,
    )
    assert [problem.line for problem in import_file.problems.all()] == [5, 52, 101, 402, 403, 702, 1000]
    assert not ImportedDeadline.objects.exists()
    import_file = receive_file(import_file=accept(import_file=import_file, by=people["emile"]))
    assert (import_file.state, import_file.counts, import_file.content) == ("received", {"created": 993}, None)
    assert ImportedDeadline.objects.count() == 993
    assert Deadline.objects.filter(origin="import").count() == len(
        {one.due_on for one in ImportedDeadline.objects.all()}
    )


def test_the_same_file_again_changes_nothing(given, agreed, people):  # noqa: F811
    for counts in ({"created": 20}, {}):
        import_file = accept(
            import_file=check_file(import_file=given(csv_of([line(n) for n in range(20)]))), by=people["emile"]
        )
        import_file = receive_file(import_file=import_file)
        assert import_file.counts == counts


def test_what_waits_for_a_person_is_no_new_deadline(given, people):
    """Of nobody yet: counted apart, and by no other figure of the report."""
    import_file = accept(
        import_file=check_file(import_file=given(csv_of([line(n) for n in range(3)]))), by=people["emile"]
    )
    import_file = receive_file(import_file=import_file)
    assert import_file.counts == {"unmatched": 3}
    assert not Deadline.objects.filter(origin="import").exists()


def test_a_worker_that_dies_is_followed_by_one_that_goes_on(given, agreed, people, monkeypatch):  # noqa: F811
    monkeypatch.setattr(ImportedDeadlines, "batch", 10)
    import_file = accept(
        import_file=check_file(import_file=given(csv_of([line(n) for n in range(35)]))), by=people["emile"]
    )
    receive, calls = importing.receive, []

    def dies_at_the_third(**values):
        calls.append(values)
        if len(calls) == 3:
            raise ConnectionError
        return receive(**values)

    monkeypatch.setattr(importing, "receive", dies_at_the_third)
    with pytest.raises(ConnectionError):
        receive_file(import_file=import_file)
    import_file.refresh_from_db()
    assert (import_file.state, import_file.position, ImportedDeadline.objects.count()) == ("receiving", 20, 20)
    monkeypatch.setattr(importing, "receive", receive)
    assert sweep() == 1
    import_file.refresh_from_db()
    received = ("received", {"created": 35}, 35)
    assert (import_file.state, import_file.counts, ImportedDeadline.objects.count()) == received


def test_two_clicks_receive_once(given, agreed, people):  # noqa: F811
    import_file = check_file(import_file=given(csv_of([line(1)])))
    accept(import_file=import_file, by=people["emile"])
    assert accept(import_file=import_file, by=people["emile"]).state == "receiving"
    assert sweep() == 1
    assert sweep() == 0


def test_dropping_forgets_the_content(given, people):
    import_file = drop(import_file=check_file(import_file=given(csv_of([line(1)]))), by=people["emile"])
    assert (import_file.state, import_file.content) == ("dropped", None)


def test_the_content_is_sealed(given):
    import_file = given(csv_of([line(1, client_number="CANARI-5150")]))
    assert b"CANARI" not in bytes(ImportFile.objects.get(pk=import_file.pk).content)


@pytest.mark.parametrize("key", ["daniel", "alain", "amelie", "olga"])
def test_only_its_administrators_give(saaq, people, key):
    with pytest.raises(PermissionDenied):
        give(noun=NOUN, organization=saaq, name="x.csv", content=b"x", by=people[key])


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252"])
def test_every_spreadsheet_s_csv(delimiter, encoding):
    rows = rows_read(csv_of([line(1)], delimiter, encoding))
    assert rows == [
        (2, dict(zip(["reference", "kind", "client_number", "due_on", "due_time", "state"], line(1), strict=True)))
    ]


def test_english_heads_and_any_order():
    content = csv_of(
        [[SOON, "7", "k", "r", "note"]], heads=["due_on", "client_number", "kind", "reference", "ma colonne"]
    )
    assert rows_read(content) == [(2, {"due_on": SOON, "client_number": "7", "kind": "k", "reference": "r"})]


def test_xlsx_with_its_own_dates(given):
    """A spreadsheet's date is midnight of its day, without a zone."""
    midnight = dt.datetime.combine(dt.date.fromisoformat(SOON), dt.time())
    book = Workbook()
    book.active.append(HEADS)
    book.active.append(["R-1", "permis-conduire-paiement", 100, midnight, dt.time(14, 30), None])
    out = io.BytesIO()
    book.save(out)
    import_file = check_file(import_file=given(out.getvalue()))
    assert (import_file.state, import_file.rows, import_file.bad_rows) == ("checked", 1, 0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"nom;prenom\nTremblay;Luc",
        b"PK\x03\x04 not a zip",
        b"\x00\x01\x02",
        b"%PDF-1.7 x",
        "référence;type\n1;2".encode(),
        b'"unclosed',
    ],
)
def test_what_is_not_a_sheet_is_refused_in_words(given, content):
    import_file = check_file(import_file=given(content))
    assert import_file.state == "refused"
    assert import_file.refusal
    assert import_file.content is None


def test_a_zip_bomb_is_refused_before_it_opens():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        for number in range(5):
            bomb.writestr(f"xl/{number}.xml", b"0" * 90_000_000)
    with pytest.raises(UnreadableFile):
        rows_read(out.getvalue())


def test_formulas_and_markup_are_only_text(given):
    import_file = check_file(
        import_file=given(csv_of([line(1, reference="=HYPERLINK(1)"), line(2, reference="<script>x</script>")]))
    )
    assert import_file.state == "checked"


def test_templates_come_back_as_good_files(given, saaq):
    rows = [HEADS, *adapters.named(NOUN).examples([saaq.pk])]
    for template in (template_csv, template_xlsx):
        content = template(rows)
        import_file = check_file(import_file=given(content))
        assert (import_file.rows, import_file.bad_rows) == (1, 0)
    assert load_workbook(io.BytesIO(content)).active.cell(1, 1).value == "référence"


def test_the_walk_in_gestion(signed_in, people, kind, agreed, saaq):  # noqa: F811
    client = signed_in(people["emile"])
    upload = SimpleUploadedFile("mai.csv", csv_of([line(1), line(2, due_on="hier")]), "text/csv")
    page = client.post(
        reverse("admin:imported_deadlines_deadlinefile_give"), {"organization": str(saaq.pk), "file": upload}
    )
    assert page.status_code == 302, page.content.decode()
    assert "Vérification en cours" in client.get(page.url).content.decode()
    sweep()
    text = client.get(page.url).content.decode()
    assert "<td>date limite</td>" in text
    assert "Recevoir la bonne ligne" in text
    client.post(reverse("admin:imported_deadlines_deadlinefile_accept", args=[ImportFile.objects.get().pk]))
    sweep()
    assert "Échéances nouvelles" in client.get(page.url).content.decode()


def test_strangers_find_no_sheet(signed_in, people, given):
    import_file = given(csv_of([line(1)]))
    for key in ("daniel", "alain", "olga", "sylvie"):
        for name in ("change", "accept", "drop"):
            address = reverse(f"admin:imported_deadlines_deadlinefile_{name}", args=[import_file.pk])
            answer = signed_in(people[key])
            assert (answer.get if name == "change" else answer.post)(address).status_code in (302, 403, 404)
    import_file.refresh_from_db()
    assert import_file.state == "checking"


@pytest.mark.parametrize("name", ["csv", "xlsx", "exe"])
def test_templates_are_downloaded(signed_in, people, kind, name):  # noqa: F811
    answer = signed_in(people["emile"]).get(reverse("admin:imported_deadlines_deadlinefile_template", args=[name]))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
