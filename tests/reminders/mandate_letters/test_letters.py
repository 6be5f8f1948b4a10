"""A request to act for whom has no e-mail: asked for, printed once, typed, accepted."""

import pytest

from portal.clock import now, today
from portal.mandates.models import Mandate, MandateInvitation
from portal.printing.actions import mark_printed, note_download, prepare
from portal.printing.models import PrintBatch
from reminders.mandate_letters.actions import write_letters
from reminders.mandate_letters.models import MandateLetter
from reminders.mandate_letters.sheets import letter_of, pdf_of

pytestmark = pytest.mark.django_db
FORM = {
    "invitee": "Bruno Gagnon",
    "send_by": "post",
    "street": "12, rue du Quai",
    "city": "Sept-Îles",
    "province": "QC",
    "postal_code": "g4r1a1",
    "may": "act",
    "extent": "everything",
}


@pytest.fixture
def asked(amelie, signed_in) -> MandateInvitation:
    assert signed_in(amelie).post("/aider/inviter/", FORM).status_code == 302
    return MandateInvitation.objects.get()


@pytest.fixture
def letter(asked) -> MandateLetter:
    assert (write_letters(), write_letters()) == (1, 0)
    return MandateLetter.objects.select_related("invitation", "batch").get()


def printed(operator) -> PrintBatch:
    batch = prepare(printable="mandate_letters", by=operator)
    note_download(batch=batch, by=operator)
    mark_printed(batch=batch, by=operator)
    return batch


def test_the_code_of_the_letter_leads_to_the_request(letter, operator, bruno, signed_in):
    code = letter.code
    printed(operator)
    letter.refresh_from_db()
    assert letter.code is None and letter.state == "printed"
    his = signed_in(bruno)
    answer = his.post("/aider/", {"code": f"{code[:5].lower()}-{code[5:]}"})
    his.post(answer["Location"], {"answer": "accept"})
    assert Mandate.objects.get(holder=bruno).citizen == letter.invitation.citizen


def test_the_letter_names_whom_it_is_for_and_nobody_else(letter):
    said = str(letter_of(letter, today()))
    assert "Bruno Gagnon" in said and "12, rue du Quai" in said and letter.code[:5] in said
    assert (
        "Ne donnez ce code à personne" in said and "Amélie" not in said and pdf_of([letter], now()).startswith(b"%PDF")
    )


def test_taken_back_it_is_not_printed(letter, amelie, operator, signed_in):
    signed_in(amelie).post(f"/aider/demande/{letter.invitation_id}/retirer/")
    assert not MandateLetter.objects.waiting().exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"street": ""}, "Écrivez le numéro et la rue"),
        ({"city": ""}, "Écrivez la ville"),
        ({"postal_code": "123"}, "Écrivez le code postal ainsi"),
        ({"street": "voir www.exemple.com"}, "avec des lettres et des chiffres seulement"),
        ({"send_by": "email"}, "Écrivez l’adresse courriel"),
        ({"send_by": ""}, "Choisissez le courriel ou la lettre"),
    ],
)
def test_what_is_wrong_is_said(amelie, signed_in, changed, words):
    answer = signed_in(amelie).post("/aider/inviter/", FORM | changed)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not MandateInvitation.objects.exists()


def test_at_one_address_five_letters_a_day_at_the_most(amelie, signed_in):
    hers = signed_in(amelie)
    answers = [hers.post("/aider/inviter/", FORM).status_code for _ in range(6)]
    assert answers == [302] * 5 + [422] and MandateInvitation.objects.count() == 5
