"""The pages of the print room, the same for every noun: the operators' only, without JavaScript, twice is once."""

import pytest
from django.urls import reverse

from portal.gestion.added_pages import page_of
from portal.printing import actions as printing
from portal.printing import printables
from portal.printing.models import PrintBatch
from reminders.invitations.models import Invitation

pytestmark = pytest.mark.django_db
QUEUES = {
    "letters": "letters_letter",
    "invitations": "invitations_invitationbatch",
    "result_letters": "result_letters_resultletter",
    "space_invitations": "space_invitations_spaceinvitationbatch",
    "mandate_letters": "mandate_letters_mandateletterbatch",
}


@pytest.fixture
def printer(operator, signed_in):
    return signed_in(operator)


@pytest.fixture
def address(printable):
    """`address("download", batch)`: of a page of the batches of that printable."""

    def of(name: str, batch: PrintBatch | None = None) -> str:
        model = printables.named(printable).batch_model
        return reverse(page_of(model, name), args=[batch.pk] if batch else [])

    return of


@pytest.fixture
def queue(printable) -> str:
    return reverse(f"admin:{QUEUES[printable]}_changelist")


def text(response) -> str:
    return response.content.decode()


def test_from_the_button_to_the_last_step(printable, wait, printer, address, queue):
    wait()
    assert "Préparer un lot" in text(printer.get(queue))
    ready = printer.post(address("prepare"), follow=True)
    batch = printables.named(printable).batch_model.objects.get()
    assert f"Le lot {batch.number} est prêt" in text(ready) and "C’est imprimé" not in text(ready)
    assert address("change", batch) in text(printer.get(queue))
    early = printer.post(address("printed", batch), follow=True)
    assert "pas encore été téléchargé" in text(early)
    file = printer.get(address("download", batch))
    assert file.content.startswith(b"%PDF") and "no-store" in file["Cache-Control"]
    assert f"-{batch.number}.pdf" in file["Content-Disposition"] and file["Content-Disposition"].startswith(
        "attachment"
    )
    assert "C’est imprimé" in text(printer.get(address("change", batch)))
    first, second = [text(printer.post(address("printed", batch), follow=True)) for _time in range(2)]
    assert "Ce lot est déjà imprimé" not in first and "Ce lot est déjà imprimé" in second


def test_two_clicks_make_one_batch(printable, wait, printer, address):
    wait()
    printer.post(address("prepare"))
    answer = printer.post(address("prepare"), follow=True)
    assert "rien à préparer pour l’instant" in text(answer) and PrintBatch.objects.count() == 1


def test_an_empty_queue_says_what_comes_there(printable, printer, queue):
    words = printables.named(printable).words
    page = text(printer.get(queue))
    assert str(words.empty_title) in page and "Préparer un lot" not in page


def test_what_is_emptied_is_downloaded_no_more(printable, wait, printer, operator, address):
    wait()
    adapter, batch = printables.named(printable), printing.prepare(printable=printable, by=operator)
    printing.mark_printed(batch=printing.note_download(batch=batch, by=operator), by=operator)
    again, page = printer.get(address("download", batch)), text(printer.get(address("change", batch)))
    assert again.status_code == (404 if adapter.is_emptied else 200)
    assert ("sont effacés" in page) == adapter.is_emptied


def test_a_batch_with_nothing_left_offers_nothing(an_invitation_waits, printer, operator):
    an_invitation_waits()
    batch = printing.prepare(printable="invitations", by=operator)
    batch.invitations.update(state="expired", contents=None)
    page = text(printer.get(reverse("admin:invitations_invitationbatch_change", args=[batch.pk])))
    assert "Il ne reste rien à imprimer dans ce lot" in page and "lot.pdf" not in page
    assert "plus rien à imprimer" in page and "dont 0 à imprimer" in page
    assert "Une invitation quitte son lot quand" in page and "Ne postez rien" in page
    listed = text(printer.get(reverse("admin:invitations_invitationbatch_changelist")))
    assert "plus rien à imprimer" in listed


def test_a_batch_that_lost_some_says_to_download_it_again(an_invitation_waits, printer, operator):
    an_invitation_waits(), an_invitation_waits()
    batch = printing.prepare(printable="invitations", by=operator)
    Invitation.objects.filter(pk=batch.invitations.first().pk).update(state="expired", contents=None)
    page = text(printer.get(reverse("admin:invitations_invitationbatch_change", args=[batch.pk])))
    assert "1 lettre a quitté ce lot" in page and "2 lettres, dont 1 à imprimer" in page and "lot.pdf" in page


@pytest.mark.parametrize("nonsense", ["abc", "00000000-0000-0000-0000-000000000000", "\x00"])
def test_an_organization_that_is_none_makes_no_batch(a_letter_waits, printer, nonsense):
    a_letter_waits()
    address = reverse("admin:letters_letterbatch_prepare")
    answer = printer.post(address, {"organization": nonsense}, follow=True)
    assert "rien à préparer" in text(answer) and not PrintBatch.objects.exists()


@pytest.mark.parametrize("key", ["amelie", "alain", "sylvie", "emile"])
def test_nobody_else_prints(printable, wait, operator, people, signed_in, address, key):
    wait()
    batch, client = printing.prepare(printable=printable, by=operator), signed_in(people[key])
    answers = [client.get(address("download", batch)), client.post(address("printed", batch))]
    answers += [client.get(address("change", batch)), client.post(address("prepare"))]
    assert {answer.status_code for answer in answers} <= {302, 403, 404}
    batch.refresh_from_db()
    assert batch.state == "made" and PrintBatch.objects.count() == 1


def test_a_button_opened_as_a_page_does_nothing(printable, wait, operator, printer, address):
    wait()
    assert printer.get(address("prepare")).status_code == 405
    batch = printing.prepare(printable=printable, by=operator)
    assert printer.get(address("printed", batch)).status_code == 405
    batch.refresh_from_db()
    assert batch.state == "made"
