"""Unsubscribing from outside: one click, nobody signed in, and nothing that a stranger could read or try."""

import pytest
from django.test import Client

from portal.audit.models import AuditEvent
from portal.clock import now
from portal.consents.actions import give
from portal.consents.models import Channel, Consent, How, Purpose
from reminders.deliveries.models import Delivery
from reminders.unsubscribing.actions import stop_texts
from reminders.unsubscribing.headers import headers_for
from reminders.unsubscribing.tokens import BadToken, Choice, read_token, token_for
from reminders.unsubscribing.words import is_stop

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def choice(bruno) -> Choice:
    for purpose in (Purpose.REMINDERS, Purpose.LEARN):
        give(citizen=bruno.citizen, purpose=purpose, channel=Channel.EMAIL, wording="Oui", by=bruno)
    return Choice(bruno.citizen.pk, Purpose.REMINDERS, Channel.EMAIL)


def address(choice: Choice) -> str:
    return f"/rappels/desabonnement/{token_for(choice)}/"


def in_force(citizen) -> set:
    return set(Consent.objects.in_force().filter(citizen=citizen).values_list("purpose", "channel"))


def test_one_post_withdraws_that_consent_and_no_other(choice, bruno):
    client = Client(enforce_csrf_checks=True)
    answers = [client.post(address(choice), ONE_CLICK).status_code for _ in range(2)]
    assert answers == [200, 200]
    assert in_force(bruno.citizen) == {(Purpose.LEARN, Channel.EMAIL)}
    withdrawn = Consent.objects.get(purpose=Purpose.REMINDERS)
    assert (withdrawn.withdrawn_by, withdrawn.withdrawn_how) == (None, How.ONE_CLICK)
    events = AuditEvent.objects.filter(verb="consent.withdrawn", citizen_id=bruno.citizen.pk)
    assert events.count() == 1 and events.get().by_role == AuditEvent.Role.SYSTEM


def test_opening_the_link_changes_nothing_and_offers_one_button(choice, bruno):
    page = Client().get(address(choice))
    assert page.status_code == 200 and "Ne plus recevoir ces courriels" in page.text
    assert page.text.count("<button") >= 1 and "/rappels/preferences/" in page.text
    assert len(in_force(bruno.citizen)) == 2


def test_whoever_is_signed_in_the_link_is_about_its_own_person(choice, bruno, amelie, signed_in):
    give(citizen=amelie.citizen, purpose=Purpose.REMINDERS, channel=Channel.EMAIL, wording="Oui", by=amelie)
    assert signed_in(amelie).post(address(choice), ONE_CLICK).status_code == 200
    assert (Purpose.REMINDERS, Channel.EMAIL) in in_force(amelie.citizen)
    assert (Purpose.REMINDERS, Channel.EMAIL) not in in_force(bruno.citizen)


def test_the_token_tells_nothing_and_cannot_be_made_up(choice):
    token = token_for(choice)
    assert read_token(token) == choice
    assert token_for(choice) != token  # sealed anew: two e-mails cannot be matched
    for readable in (str(choice.citizen_id), choice.citizen_id.hex, "reminders", "email"):
        assert readable not in token
    flipped = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
    for bad in (flipped, token[:-5], "a", "zzzz", token + "AAAA", "é"):
        with pytest.raises(BadToken):
            read_token(bad)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_bad_token_gets_a_clear_page_with_a_telephone(choice, bruno, settings, method):
    page = getattr(Client(), method)("/rappels/desabonnement/AAAA-coupe/")
    assert page.status_code == 404 and "Ce lien n’est pas complet" in page.text
    assert settings.HELP_PHONE[-8:] in page.text.replace("\u00a0", " ")
    assert len(in_force(bruno.citizen)) == 2


def test_other_methods_are_refused(choice, bruno):
    assert {getattr(Client(), name)(address(choice)).status_code for name in ("put", "delete", "patch")} == {405}
    assert len(in_force(bruno.citizen)) == 2


def test_the_headers_of_an_email_lead_there(choice, bruno, settings):
    delivery = Delivery(recipient=bruno.citizen, channel=Channel.EMAIL, purpose=Purpose.REMINDERS, group="g")
    headers = headers_for(delivery)
    link = headers["List-Unsubscribe"].strip("<>")
    assert link.startswith(f"{settings.SITE_URL}/rappels/desabonnement/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Client().post(link.removeprefix(settings.SITE_URL), ONE_CLICK).status_code == 200
    assert (Purpose.REMINDERS, Channel.EMAIL) not in in_force(bruno.citizen)
    assert headers_for(Delivery(recipient=bruno.citizen, channel=Channel.SMS, purpose=Purpose.REMINDERS)) == {}


def test_a_person_who_is_gone_is_no_error(people):
    gone = Choice(people["samir"].pk, Purpose.LEARN, Channel.EMAIL)
    assert Client().post(address(gone), ONE_CLICK).status_code == 200


@pytest.mark.parametrize(
    "text", ["STOP", "stop moi ca", "stop", " Arrêt. ", "ARRET", "arre\u0302t!", "Unsubscribe", "« STOP »"]
)
def test_words_that_stop(text):
    assert is_stop(text)


@pytest.mark.parametrize("text", ["", "ne pas arrêter", "OUI", "1", "🛑", "S" * 10_000])
def test_words_that_do_not_stop(text):
    assert not is_stop(text)


def test_stop_withdraws_all_texts_of_the_verified_number_only(bruno, amelie):
    for person, number, verified in ((bruno, "+14185550122", now()), (amelie, "+14185550123", None)):
        person.citizen.phone, person.citizen.phone_verified_at = number, verified
        person.citizen.save(update_fields=["phone", "phone_verified_at"])
        for purpose in (Purpose.REMINDERS, Purpose.FILE_NEWS):
            give(citizen=person.citizen, purpose=purpose, channel=Channel.SMS, wording="Oui", by=person)
    give(citizen=bruno.citizen, purpose=Purpose.REMINDERS, channel=Channel.EMAIL, wording="Oui", by=bruno)
    assert (stop_texts(number="+14185550122"), stop_texts(number="+14185550122")) == (2, 0)
    assert in_force(bruno.citizen) == {(Purpose.REMINDERS, Channel.EMAIL)}
    assert stop_texts(number="+14185550123") == 0 and stop_texts(number="n’importe quoi") == 0
    assert len(in_force(amelie.citizen)) == 2
    assert set(Consent.objects.filter(withdrawn_at__isnull=False).values_list("withdrawn_how", flat=True)) == {
        How.SMS_STOP
    }
