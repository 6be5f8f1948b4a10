"""The print room in «gestion»: the operators' only, twice is once, every POST without JavaScript."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import today
from portal.foundation.formats.days import day_words
from portal.people.models import Citizen
from portal.printing import actions as printing
from reminders.letters.models import Letter, LetterBatch

LIST = "/gestion/letters/letter/"
PREPARE = "/gestion/letters/letterbatch/preparer/"


@pytest.fixture
def printer(operator, signed_in):
    return signed_in(operator)


@pytest.fixture
def batch(georgette, queued, operator) -> LetterBatch:
    queued(georgette)
    return printing.prepare(printable="letters", by=operator)


def test_the_queue_shows_counts_and_no_name(georgette, queued, printer):
    queued(georgette)
    page = printer.get(LIST).content.decode()
    assert "1 lettre attend" in page and "Société de l’assurance automobile" in page
    assert "Georgette" not in page and "Ménard" not in page and "rue du Quai" not in page


def test_an_empty_queue_says_when_letters_come(printer, people):
    assert "Aucune lettre n’attend" in printer.get(LIST).content.decode()


def test_a_batch_from_button_to_post(georgette, queued, printer):
    letter = queued(georgette)
    answer = printer.post(PREPARE, {"organization": str(letter.organization_id)}, follow=True)
    batch = LetterBatch.objects.get()
    assert f"Le lot {batch.number} est prêt" in answer.content.decode()
    pdf = printer.get(reverse("admin:letters_letterbatch_download", args=[batch.pk]))
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    assert "attachment" in pdf["Content-Disposition"] and "no-store" in pdf["Cache-Control"]
    for step in ("printed", "posted"):
        printer.post(reverse(f"admin:letters_letterbatch_{step}", args=[batch.pk]))
    letter.refresh_from_db()
    assert letter.state == "posted"
    again = printer.post(reverse("admin:letters_letterbatch_posted", args=[batch.pk]), follow=True)
    assert "a changé entre-temps" in again.content.decode()


def test_what_leaves_the_queue_is_said_with_its_reason_and_where_to_read_it(georgette, queued, printer):
    queued(georgette, days=10), queued(georgette, days=20)
    Citizen.objects.filter(pk=georgette.pk).update(postal_address="")
    said = printer.post(PREPARE, follow=True).content.decode()
    assert "2 lettres ont quitté la file sans être imprimées" in said
    assert "coordonnée qui ne fonctionne plus (2)" in said and "rien à préparer" in said
    gone = re.search(r'href="([^"]*state__exact=cancelled)"', said)
    listed = printer.get(gone[1]).content.decode()
    assert listed.count("Lettre retirée de la file") == 2 and "Lettre à imprimer" not in listed
    assert "coordonnée qui ne fonctionne plus" in listed


def test_a_letter_that_left_the_queue_says_when_and_why(georgette, queued, printer):
    letter = queued(georgette)
    Citizen.objects.filter(pk=georgette.pk).update(postal_address="")
    printer.post(PREPARE)
    page = printer.get(reverse("admin:letters_letter_change", args=[letter.pk])).content.decode()
    assert "Lettre retirée de la file" in page and "coordonnée qui ne fonctionne plus" in page
    assert "Retirée de la file le" in page and day_words(today()) in page


def test_it_is_not_printed_before_it_was_downloaded(batch, printer):
    page, button = reverse("admin:letters_letterbatch_change", args=[batch.pk]), "C’est imprimé"
    printed = reverse("admin:letters_letterbatch_printed", args=[batch.pk])
    printer.get(reverse("admin:letters_letterbatch_to_complete", args=[batch.pk]))  # names only, not the sheets
    assert button not in printer.get(page).content.decode()
    assert "pas encore été téléchargé" in printer.post(printed, follow=True).content.decode()
    batch.refresh_from_db()
    assert batch.state == "made"
    printer.get(reverse("admin:letters_letterbatch_download", args=[batch.pk]))
    assert button in printer.get(page).content.decode()


def test_what_is_final_is_said_before_and_empty_lines_are_not_drawn(batch, operator, printer):
    page = reverse("admin:letters_letterbatch_change", args=[batch.pk])
    LetterBatch.objects.filter(pk=batch.pk).update(organization=None)
    printing.note_download(batch=batch, by=operator)
    before = printer.get(page).content.decode()
    assert "toutes les pages sont bonnes : cela ne se défait pas" in before.replace("\u00a0", " ")
    assert "field-organization" not in before and "field-posted_at" not in before and "field-made_at" in before
    assert "chaque personne voit que" not in before, "many have no space to see it in"
    printing.mark_printed(batch=batch, by=operator)
    after = printer.get(page).content.decode()
    assert "sont à la poste : cela ne se défait pas" in after.replace("\u00a0", " ") and "field-printed_at" in after


def test_the_journal_is_not_searched_for_a_batch_that_was_printed(batch, operator, printer):
    """It holds years: what was printed long ago is not looked for in all that came since."""
    printing.mark_printed(batch=printing.note_download(batch=batch, by=operator), by=operator)
    with CaptureQueriesContext(connection) as asked:
        printer.get(reverse("admin:letters_letterbatch_change", args=[batch.pk]))
        assert not printing.mark_printed(batch=batch, by=operator)
    assert not [query for query in asked if "letter_batch.downloaded" in query["sql"]]


def test_what_waits_stands_before_what_is_posted(georgette, queued, operator, printer):
    for days in (40, 50):
        queued(georgette, days=days)
        batch = printing.prepare(printable="letters", by=operator)
        printing.mark_printed(batch=printing.note_download(batch=batch, by=operator), by=operator)
    printing.mark_posted(batch=batch, by=operator)
    queued(georgette, days=60)
    rows = printer.get(reverse("admin:letters_letterbatch_changelist")).content.decode().split('id="result_list"')[1]
    assert rows.index(f"Lot {batch.number - 1}") < rows.index(f"Lot {batch.number}<")
    rows = printer.get(LIST).content.decode().split('id="result_list"')[1]
    assert rows.index("Lettre à imprimer") < rows.index(f"Lettre {batch.number - 1}-001")
    assert rows.index(f"Lettre {batch.number - 1}-001") < rows.index(f"Lettre {batch.number}-001")


def test_the_sheets_of_one_envelope_are_named(georgette, queued, operator, printer):
    for days in (40, 60):
        queued(georgette, days=days)
    batch = printing.prepare(printable="letters", by=operator)
    page = printer.get(reverse("admin:letters_letterbatch_change", args=[batch.pk])).content.decode()
    assert f"{batch.number}-001, {batch.number}-002" in page and "Georgette" not in page


def test_opening_the_file_is_told_to_each_person(batch, georgette, operator, printer):
    printer.get(reverse("admin:letters_letterbatch_download", args=[batch.pk]))
    event = AuditEvent.objects.get(verb="letter.opened")
    assert (event.citizen_id, event.by_id) == (georgette.pk, operator.pk)
    assert AuditEvent.objects.filter(verb="letter_batch.downloaded").count() == 1


def test_a_double_click_makes_one_batch(georgette, queued, printer):
    queued(georgette)
    printer.post(PREPARE)
    answer = printer.post(PREPARE, follow=True)
    assert "Aucune lettre n’attend" in answer.content.decode()
    assert LetterBatch.objects.count() == 1


@pytest.mark.parametrize("nonsense", ["", "abc", "12", "999-999", "12-" + "9" * 40, "12\x00-1", "é" * 500])
def test_an_unknown_number_says_what_to_write(batch, printer, nonsense):
    answer = printer.post(LIST + "revenue/", {"reference": nonsense}, follow=True)
    assert answer.status_code == 200 and "messages" in answer.context
    assert [message for message in answer.context["messages"] if message.level_tag == "error"]


def test_a_number_leads_to_its_letter_where_the_return_is_confirmed(batch, operator, printer):
    printing.mark_printed(batch=printing.note_download(batch=batch, by=operator), by=operator)
    letter = Letter.objects.get()
    found = printer.post(LIST + "revenue/", {"reference": f"Lettre {batch.number}-001"})
    assert found["Location"] == reverse("admin:letters_letter_change", args=[letter.pk])
    assert "Oui, cette lettre est revenue" in printer.get(found["Location"]).content.decode()
    answer = printer.post(reverse("admin:letters_letter_returned", args=[letter.pk]), follow=True)
    letter.refresh_from_db()
    assert letter.state == "returned" and "C’est noté" in answer.content.decode()


def test_a_letter_not_printed_cannot_return(batch, printer):
    letter = Letter.objects.get()
    answer = printer.post(reverse("admin:letters_letter_returned", args=[letter.pk]), follow=True)
    assert "pas encore été imprimée" in answer.content.decode()


@pytest.mark.parametrize("key", ["amelie", "alain", "diane", "sylvie", "emile"])
def test_nobody_else_enters(batch, people, signed_in, key):
    client, letter = signed_in(people[key]), Letter.objects.get()
    pages = [
        LIST,
        reverse("admin:letters_letter_change", args=[letter.pk]),
        reverse("admin:letters_letterbatch_download", args=[batch.pk]),
        reverse("admin:letters_letterbatch_changelist"),
    ]
    doors = [
        PREPARE,
        LIST + "revenue/",
        reverse("admin:letters_letter_returned", args=[letter.pk]),
        reverse("admin:letters_letterbatch_printed", args=[batch.pk]),
    ]
    answers = [client.get(page) for page in pages] + [client.post(door, {"reference": "1-1"}) for door in doors]
    assert {answer.status_code for answer in answers} <= {302, 403, 404}
    assert all(answer.get("Location", "/gestion/") in {"/gestion/", "/espace/"} for answer in answers)
    assert not AuditEvent.objects.filter(verb="letter.opened").exists()
    letter.refresh_from_db()
    assert letter.state == "batched"


def test_buttons_do_nothing_when_opened_as_pages(batch, printer):
    for url in (PREPARE, LIST + "revenue/", reverse("admin:letters_letterbatch_printed", args=[batch.pk])):
        assert printer.get(url).status_code == 405
    batch.refresh_from_db()
    assert batch.state == "made"
