"""Telephone numbers: read as people write them, shown so that they are read again; codes only where they may go."""

import json
from pathlib import Path

import phonenumbers
import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from portal.account_notices.actions import send_account_notices
from portal.account_notices.models import AccountNotice
from portal.contact_changes.actions import change_phone, undo
from portal.contact_changes.models import ContactChange
from portal.environment.addresses import countries
from portal.foundation.channels import sms
from portal.people import phones, text_codes
from portal.people.models import Citizen, User
from tests.portal.people.test_account_changes import ask_phone, code_in, fresh

TYPED = json.loads((Path(__file__).parents[2] / "cases" / "values.json").read_text())["phones_typed"]
READ = [
    "+14185550123;ext=234",
    "+14185550123;ext=234",
    "+14185550123",
    phones.PhoneFault.SEVERAL,
    "+33612345678",
    "+525512345678",
    phones.PhoneFault.PREMIUM,
]


@pytest.fixture(autouse=True)
def no_code_sent_before(db):
    cache.clear()


@pytest.fixture
def texts(monkeypatch) -> list[dict]:
    sent: list[dict] = []
    monkeypatch.setattr(sms, "send", lambda **values: sent.append(values) or "sms-1")
    return sent


def outcome(typed: str) -> str:
    try:
        return phones.read(typed)
    except phones.UnreadableNumber as error:
        return error.fault


@pytest.mark.parametrize(("typed", "kept"), list(zip(TYPED, READ, strict=True)))
def test_what_people_type(typed, kept):
    assert outcome(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("418 555-0123x234", "+14185550123;ext=234"),
        ("418 555-0123, 234", "+14185550123;ext=234"),
        ("418 555-0123 # 234", "+14185550123;ext=234"),
        ("tél. : (418) 555-0123 (poste : 234)", "+14185550123;ext=234"),
        ("418,555,0123", "+14185550123"),
        ("cell. 418.555.0123", "+14185550123"),
        ("00 33 6 12 34 56 78", "+33612345678"),
        ("011 33 6 12 34 56 78", "+33612345678"),
        ("\u202a+1 (418) 555‑0123\u202c", "+14185550123"),
        ("4185550123/4185559999", phones.PhoneFault.SEVERAL),
        ("418 976-1234", phones.PhoneFault.PREMIUM),
        ("poste 234", phones.PhoneFault.UNKNOWN),
        ("418 555-0123 poste 12345678", phones.PhoneFault.UNKNOWN),
        ("911", phones.PhoneFault.UNKNOWN),
    ],
)
def test_other_ways_to_write_one(typed, kept):
    assert outcome(typed) == kept


def test_every_country_is_read_again_as_it_is_shown():
    """With an extension or without, a mobile or a landline, whatever the country."""
    examples = [
        phonenumbers.example_number_for_type(region, kind)
        for region in sorted(phonenumbers.SUPPORTED_REGIONS)
        for kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
    ]
    numbers = [phonenumbers.format_number(one, PhoneNumberFormat.E164) for one in examples if one]
    kept = [*numbers, *(phones.joined(number, "234") for number in numbers)]
    assert len(kept) > 800
    assert [one for one in kept if phones.read(phones.shown(one)) != one] == []


@pytest.mark.parametrize(
    ("kept", "fault"),
    [
        ("+14185550123", None),
        ("+12125550123", None),
        ("+14185550123;ext=2", phones.TextFault.EXTENSION),
        ("+33612345678", phones.TextFault.COUNTRY),
        ("+18765550123", phones.TextFault.COUNTRY),  # Jamaica: written as a number of here
        ("+881612345678", phones.TextFault.COUNTRY),  # a satellite
        ("+18005550123", phones.TextFault.LINE),
        ("+19005651234", phones.TextFault.LINE),
        ("+14189761234", phones.TextFault.LINE),
        ("+15005550123", phones.TextFault.LINE),
    ],
)
def test_which_numbers_are_sent_codes(kept, fault):
    assert phones.text_fault(kept) == fault


def test_another_country_is_allowed_by_a_setting(settings):
    settings.SMS_COUNTRIES = countries(["CA", "FR"])
    assert phones.text_fault("+33612345678") is None
    assert phones.text_fault("+33123456789") == phones.TextFault.LINE, "a landline"
    with pytest.raises(ImproperlyConfigured, match="SMS_COUNTRIES"):
        countries(["CA", "001"])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("418 555-0188 poste 2", "Un poste téléphonique ne reçoit pas"),
        ("+33 6 12 34 56 78", "à ce pays"),
        ("1 800 555-0123", "ne reçoit pas de message texte"),
        ("1 900 565 1234", "coûte un supplément"),
        ("418 555-0123 ou 418 555-9999", "un seul numéro"),
    ],
)
def test_what_receives_no_code_is_told_in_a_sentence(bruno, signed_in, texts, typed, words):
    answer = ask_phone(signed_in(bruno), typed)
    assert words in answer.content.decode() and not texts


def test_the_number_of_now_is_called_a_number(amelie, signed_in, texts):
    answer = ask_phone(signed_in(amelie), amelie.citizen.phone.as_e164)
    assert "C’est déjà votre numéro actuel" in answer.content.decode() and not texts


def test_a_number_kept_for_calls_is_offered_no_code(bruno, signed_in):
    change_phone(citizen=bruno.citizen, phone="+33612345678", verified=False, by=bruno)
    page = signed_in(bruno).get("/compte/phone/change/").content.decode()
    assert "Pour les appels seulement" in page and "verify-phone" not in page


# -- a ceiling ---------------------------------------------------------------------------------------------------------
def test_codes_have_a_ceiling_and_an_alarm(bruno, signed_in, texts, settings):
    settings.SMS_CODES_PER_DAY = 5
    for number in range(4):
        text_codes.take(f"+1418555010{number}")
    assert text_codes.codes() == "4 of 5 codes of the day have left"
    text_codes.take("+14185550105")
    assert text_codes.codes().startswith("stopped")
    answer = ask_phone(signed_in(bruno))
    assert "Aucun code ne peut partir" in answer.content.decode() and not texts


def test_one_number_gets_ten_codes_a_day():
    for _ in range(text_codes.MOST_TO_ONE_NUMBER):
        text_codes.take("+14185550123")
    with pytest.raises(text_codes.TextCodeRefused):
        text_codes.take("+14185550123")
    assert text_codes.codes() == "ok"


# -- a number of two people --------------------------------------------------------------------------------------------
def test_who_proves_to_hold_a_number_takes_it_and_the_former_account_is_told(
    amelie, bruno, signed_in, texts, mailoutbox
):
    theirs, client = fresh(amelie).phone.as_e164, signed_in(bruno)
    ask_phone(client, theirs)
    client.post("/compte/phone/verify/", {"code": code_in(texts[0])})
    assert fresh(bruno).has_verified_phone and fresh(bruno).telephone == theirs
    assert not fresh(amelie).has_verified_phone and fresh(amelie).telephone == theirs, "shared for calls"
    assert AccountNotice.objects.get().user == amelie
    send_account_notices()
    (found,) = [one for one in mailoutbox if one.to == [amelie.email] and "tient le numéro" in one.body]
    assert theirs not in found.body and bruno.email not in found.body
    assert "confirmé par une autre personne" in signed_in(amelie).get("/espace/").content.decode()


def test_a_wrong_code_frees_nothing(amelie, bruno, signed_in, texts):
    client = signed_in(bruno)
    ask_phone(client, fresh(amelie).phone.as_e164)
    client.post("/compte/phone/verify/", {"code": "000000"})
    assert fresh(amelie).has_verified_phone and not AccountNotice.objects.exists()


def test_a_household_shares_a_number_for_calls(amelie, bruno):
    shared = fresh(amelie).telephone
    change_phone(citizen=bruno.citizen, phone=shared, verified=False, by=bruno)
    assert fresh(amelie).has_verified_phone and fresh(bruno).telephone == shared
    assert Citizen.objects.filter(phone=shared).count() == 2 and not AccountNotice.objects.exists()


def test_an_extension_is_put_back_with_its_number(bruno):
    change_phone(citizen=bruno.citizen, phone="+14185550123;ext=234", verified=False, by=bruno)
    change_phone(citizen=bruno.citizen, phone="+14185550188", verified=False, by=bruno)
    change = ContactChange.objects.order_by("changed_at", "pk").last()
    undo(change=change, by=User.objects.get(pk=bruno.pk))
    assert fresh(bruno).telephone == "+14185550123;ext=234"
