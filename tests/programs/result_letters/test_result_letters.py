"""The result by post: asked without an account, printed by operators, and then nobody's any more."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import now
from portal.printing import actions as printing
from portal.printing.models import PrintBatch
from portal.retention.actions import sweep_model
from programs.result_letters.actions import ask_letter
from programs.result_letters.forms import LetterForm
from programs.result_letters.limits import MOST_FROM_ONE_PLACE, MOST_TO_ONE_HOME, may_ask
from programs.result_letters.models import KEPT_DAYS, ResultLetter, ResultLetterBatch
from programs.result_letters.sheets import content_of, pdf_of

pytestmark = pytest.mark.django_db
ADDRESS = {
    "name": "Marie-Ève  Côté",
    "street": "12, rue du Quai",
    "complement": "",
    "city": "Sept-Îles",
    "province": "QC",
    "postal_code": "g4r1a1",
}
LINES = ["12, rue du Quai", "Sept-Îles (Québec)  G4R 1A1"]
URL = "result_letters:by_post"
INCOME = "43 210"


@pytest.fixture(autouse=True)
def nothing_asked_today(db):
    cache.clear()


@pytest.fixture
def asked(walker):
    """Somebody with a child who asked for the letter."""
    walker.answer("resident_quebec", answer="yes")
    walker.answer("immigration_status", answer="citizen")
    walker.answer("children", child_1="2026-09-10")
    walker.answer("family_net_income", answer=INCOME)
    walker.client.post(reverse(URL), ADDRESS)
    return ResultLetter.objects.get()


def words_of(pdf: bytes) -> str:
    """The words of the marked content: what assistive technology reads is there as text."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return str(document.Root.StructTreeRoot is not None) + str(len(document.pages))


def test_it_is_asked_without_an_account_and_sealed(asked):
    assert asked.sheet["name"] == "Marie-Ève Côté"
    assert asked.sheet["lines"] == LINES
    assert "Allocation famille" in {one["name"] for one in asked.sheet["content"]["eligible"]}
    assert AuditEvent.objects.filter(verb="result_letter.asked", by_id=None, citizen_id=None).count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT sheet_json FROM result_letters_resultletter")
        held = bytes(cursor.fetchone()[0])
    assert b"Quai" not in held and "Côté".encode() not in held


def test_the_first_of_a_month_is_written_as_french_wants(db):
    with time_machine.travel("2027-03-01T17:00:00+00:00"):
        assert content_of({"eligible": [], "unknown": [], "not_eligible": []})["day"] == "1er mars 2027"


def test_the_letter_says_no_value_of_an_answer(asked):
    text = asked.sheet_json
    assert "43" + "\u00a0" + "210" not in text and INCOME not in text and "2026-09-10" not in text


def test_the_page_says_what_becomes_of_the_address_and_keeps_what_was_typed(walker):
    walker.answer("resident_quebec", answer="yes")
    page = walker.client.get(reverse(URL)).content.decode()
    assert f"au plus tard {KEPT_DAYS} jours" in page
    answer = walker.client.post(reverse(URL), ADDRESS | {"postal_code": "12345"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Ce code postal n’existe pas au Canada" in text and "12, rue du Quai" in text
    assert not ResultLetter.objects.exists()


def test_without_an_answer_there_is_nothing_to_send(walker):
    assert walker.client.get(reverse(URL)).url == reverse("findings:start")
    walker.client.post(reverse(URL), ADDRESS)
    assert not ResultLetter.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Achetez sur www.exemple.com"),
        ("name", "Appelez le 418 555-1234"),
        ("name", "a" * 101),
        ("name", ""),
        ("name", "\u0000"),
        ("name", "王小明"),
        ("street", "https://exemple.com"),
        ("street", "12 rue <b>"),
        ("complement", "x@exemple.com"),
        ("city", "Montréal 2"),
        ("city", "www.exemple.com"),
        ("city", "418"),
        ("city", "!!!"),
        ("city", "王小明"),
        ("province", "FR"),
        ("postal_code", "75001"),
        ("postal_code", "D1A 1A1"),
        ("postal_code", "x" * 1000),
    ],
)
def test_no_message_to_a_third_person_fits_in_an_address(field, value):
    form = LetterForm(ADDRESS | {field: value})
    assert set(form.errors) == {field}


@pytest.mark.parametrize(
    "name",
    [
        "Suharto",
        "देवी शर्मा",
        "ᐃᓄᒃ ᓄᓇᕕᒃ",
        "A" * 100,
        "Jean-Marc O’Neil",
        "D'Arcy St. John",
        "Élise Nguyễn",
        "J. Tremblay-Roy",
    ],
)
def test_real_names_fit(name):
    assert LetterForm(ADDRESS | {"name": name}).is_valid()


@pytest.mark.parametrize(
    "city",
    [
        "Saint-Louis-du-Ha! Ha!",
        "Notre-Dame-du-Bon-Conseil (paroisse)",
        "Baie-D’Urfé",
        "L’Ascension-de-Notre-Seigneur",
        "St. John's",
        "100 Mile House",
        "Kebaowek / Kipawa",
        "Rivière–Rouge",
        "K̓emk̓emeláy̓",
        "ᑰᔾᔪᐊᖅ",
    ],
)
def test_real_places_fit(city):
    assert LetterForm(ADDRESS | {"city": city}).errors == {}


@pytest.mark.parametrize(
    "street",
    ["12½, rue du Quai", "C.P. 100, succ. Terminus", "1, ch. du Lac-à-l’Eau–Claire", "R.R. 2", "7, rue Ha! Ha!"],
)
def test_real_streets_fit(street):
    assert LetterForm(ADDRESS | {"street": street}).errors == {}


def test_a_home_is_not_flooded_and_neither_is_the_post_room():
    assert [may_ask("1.2.3.4", LINES) for _time in range(MOST_TO_ONE_HOME + 1)] == [True] * MOST_TO_ONE_HOME + [False]
    assert not may_ask("5.6.7.8", [line.upper() for line in LINES])
    elsewhere = [may_ask("9.9.9.9", [f"{number}, rue du Quai"]) for number in range(MOST_FROM_ONE_PLACE + 1)]
    assert elsewhere == [True] * MOST_FROM_ONE_PLACE + [False]


def test_beyond_the_limit_the_page_says_whom_to_call(walker):
    walker.answer("resident_quebec", answer="yes")
    for _time in range(MOST_TO_ONE_HOME):
        assert walker.client.post(reverse(URL), ADDRESS).status_code == 302
    answer = walker.client.post(reverse(URL), ADDRESS)
    assert answer.status_code == 422 and "Appelez-nous" in answer.content.decode()
    assert ResultLetter.objects.count() == MOST_TO_ONE_HOME


def test_with_an_account_the_address_is_there_already(walker_of, amelie):
    amelie.citizen.postal_address = "\n".join(LINES)
    amelie.citizen.save(update_fields=["postal_address"])
    walker = walker_of(amelie)
    walker.answer("resident_quebec", answer="yes")
    page = walker.client.get(reverse(URL)).content.decode()
    assert 'value="12, rue du Quai"' in page and 'value="G4R 1A1"' in page


def prepared(operator, **options) -> ResultLetterBatch:
    return printing.prepare(printable="result_letters", by=operator, **options)


def page(name: str, *arguments: object) -> str:
    return reverse(f"admin:result_letters_resultletterbatch_{name}", args=arguments)


def test_an_operator_prints_a_batch_and_nothing_is_left(asked, signed_in, operator):
    client = signed_in(operator)
    letters = reverse("admin:result_letters_resultletter_changelist")
    assert "1 lettre attend" in client.get(letters).content.decode()
    client.post(page("prepare"))
    batch = ResultLetterBatch.objects.get()
    here = page("change", batch.pk)
    assert here in client.get(letters).content.decode()
    assert "C’est imprimé" not in client.get(here).content.decode()
    early = client.post(page("printed", batch.pk), follow=True)
    assert "pas encore été téléchargé" in early.content.decode()
    pdf = client.get(page("download", batch.pk))
    assert "C’est imprimé" in client.get(here).content.decode()
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    assert words_of(pdf.content).startswith("True")
    assert "Côté" not in client.get(letters).content.decode() + client.get(here).content.decode()
    client.post(page("printed", batch.pk))
    asked.refresh_from_db()
    assert (asked.state, asked.sheet_json, asked.batch.printed_by) == ("printed", None, operator)
    assert client.get(page("download", batch.pk)).status_code == 404
    verbs = set(AuditEvent.objects.filter(by_id=operator.pk).values_list("verb", flat=True))
    assert {"result_letter.batch_made", "result_letter.batch_opened", "result_letter.printed"} <= verbs
    assert "déjà imprimé" in client.post(page("printed", batch.pk), follow=True).content.decode()
    assert here not in client.get(letters).content.decode()


@pytest.mark.parametrize("who", ["saaq_agent", "saaq_administrator", "supervisor", "amelie"])
def test_nobody_else_reads_an_address(asked, signed_in, operator, who, request):
    batch = prepared(operator)
    client = signed_in(request.getfixturevalue(who))
    assert client.get(page("download", batch.pk)).status_code in {403, 404}
    assert client.post(page("printed", batch.pk)).status_code in {403, 404}
    assert client.post(page("prepare")).status_code in {403, 404}
    asked.refresh_from_db()
    assert asked.state == "taken"


def test_a_get_prints_nothing(asked, signed_in, operator):
    client = signed_in(operator)
    batch = prepared(operator)
    assert client.get(page("prepare")).status_code == 405
    assert client.get(page("printed", batch.pk)).status_code == 405


def test_batches_take_the_oldest_and_never_the_same_letter(catalogue, operator):
    content = {"day": "", "eligible": [], "unknown": [], "not_eligible": []}
    letters = [ask_letter(name="A", lines=LINES, content=content, by=None) for _rank in range(3)]
    for rank, letter in enumerate(letters):
        ResultLetter.objects.filter(pk=letter.pk).update(asked_at=now() - timedelta(days=3 - rank))
    first, second = prepared(operator, largest=2), prepared(operator, largest=2)
    assert (first.number, second.number) == (1, 2)
    assert list(first.result_letters.order_by("place")) == letters[:2]
    assert [letter.reference for letter in second.result_letters.all()] == ["P2-001"]
    with pytest.raises(printing.NothingToPrint):
        prepared(operator)
    with pytest.raises(printing.NotDownloaded):
        printing.mark_printed(batch=first, by=operator)
    printing.note_download(batch=first, by=operator)
    assert [printing.mark_printed(batch=first, by=operator) for _time in range(2)] == [2, 0]


def test_what_nobody_printed_is_emptied_as_promised(asked, operator, clock_offset):
    batch = prepared(operator)
    clock_offset(days=KEPT_DAYS - 1)
    assert sweep_model(model=ResultLetter) == 0
    clock_offset(days=KEPT_DAYS + 1)
    assert (sweep_model(model=ResultLetter), sweep_model(model=ResultLetter)) == (1, 0)
    asked.refresh_from_db()
    assert (asked.state, asked.sheet) == ("expired", {})
    assert not printing.mark_printed(batch=batch, by=operator)
    assert PrintBatch.objects.get().state == "made", "nobody printed it"


def test_a_printed_letter_never_holds_an_address(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        ResultLetter.objects.filter(pk=asked.pk).update(state="printed")


def test_letters_that_fonts_cannot_write_are_still_printed(asked, operator):
    letter = prepared(operator).result_letters.get()
    letter.sheet = letter.sheet | {"name": "მარიამ Côté", "lines": ['#eval("x") $ * _', *LINES]}
    assert pdf_of([letter, letter], now()).startswith(b"%PDF")


def test_a_letter_that_does_not_open_keeps_no_other_from_being_printed(operator):
    broken, *others = [ask_letter(name="Ana Roy", lines=LINES, content={"day": "1"}, by=None) for _ in range(3)]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE result_letters_resultletter SET sheet_json = decode('00', 'hex') WHERE id = %s", [broken.pk]
        )
    assert set(prepared(operator, largest=2).result_letters.all()) == set(others)
    assert ResultLetter.objects.waiting().get() == broken
    with pytest.raises(printing.NothingToPrint):
        prepared(operator)
