"""What one reminder says, by language, channel and kind."""

import datetime as dt

import pytest

from portal.foundation.channels.sms import segments
from reminders.deliveries.texts import ReminderLine, email_of, sms_of
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.kinds.texts import date_in_words

DAY = dt.date(2026, 12, 1)


def kind(**columns) -> DeadlineKind:
    data = {"title_fr": "Permis à payer", "title_en": "Licence to pay", "style": "open", "procedure_fr": ["Payer."]}
    return DeadlineKind(**data | {"procedure_en": ["Pay."]} | columns)


def step(**columns) -> ReminderStep:
    return ReminderStep(**{"offset_days": -7, "text_fr": "Payez avant le {date}, {where}."} | columns)


def test_in_french_and_in_english():
    line = ReminderLine(kind(), step(text_en="Pay before {date}, {where}."), DAY)
    assert "Payez avant le 1er décembre 2026, dans votre espace Relais." in email_of([line], "fr").text
    english = email_of([line], "en")
    assert english.subject == "Reminder: Licence to pay"
    assert "Pay before 1 December 2026, in your Relais space." in english.text
    assert english.text.startswith("Hello,") and "Vous" not in english.text + english.html
    assert '<html lang="en">' in english.html
    assert sms_of([line], "en") == "Pay before 1 December 2026, in your Relais space."


def test_english_without_an_english_text_says_it_in_french():
    assert "Payez avant le" in email_of([ReminderLine(kind(), step(), DAY)], "en").text


@pytest.mark.parametrize(("hour", "expected"), [(dt.time(14, 30), "à 14\u00a0h\u00a030"), (dt.time(9), "à 9\u00a0h,")])
def test_an_appointment_has_its_hour(hour, expected):
    assert f"1er décembre 2026 {expected}" in email_of([ReminderLine(kind(), step(), DAY, hour)], "fr").text


def test_a_channel_may_have_its_own_words():
    own = step(by_channel={"sms": {"fr": "Permis : payez d’ici le {date}."}})
    assert sms_of([ReminderLine(kind(), own, DAY)], "fr") == "Permis : payez d'ici le 1er décembre 2026."
    assert "Payez avant le" in email_of([ReminderLine(kind(), own, DAY)], "fr").text


def test_the_one_asked_for_has_its_own_sentence():
    asked = email_of([ReminderLine(kind(), None, DAY)], "fr").text
    assert "Vous nous avez demandé ce rappel : Permis à payer. Date limite : 1er décembre 2026." in asked
    neutral = email_of([ReminderLine(kind(style="neutral"), None, DAY)], "fr").text
    assert "Vous nous avez demandé un rappel pour aujourd’hui" in neutral and "Permis" not in neutral


def test_an_address_in_the_sentence_only_where_the_organization_allows_it(settings):
    settings.SITE_URL = "https://relais.example"
    bare = email_of([ReminderLine(kind(links="bare"), step(), DAY)], "fr")
    assert "dans votre espace Relais (https://relais.example)." in bare.text and "aucun lien" not in bare.text
    assert "href" not in bare.html
    # Others say it in words, once, beside the telephone: no address that a program makes a link of.
    without = email_of([ReminderLine(kind(), step(), DAY)], "fr")
    assert "https://" not in without.text and "href" not in without.html
    assert without.text.count("relais.example") == 1 and "ouvrez relais.example" in without.text


def test_urgent_says_so():
    line = ReminderLine(kind(is_urgent=True), step(), DAY)
    words = email_of([line], "fr")
    assert words.subject == "Rappel urgent : Permis à payer" and "C’est urgent." in words.text
    assert sms_of([line], "fr").startswith("Urgent. Payez")


LATE = [("open", 1, "date", True), ("open", 0, "missed", True), ("open", -1, "date", False)]
LATE += [("neutral", 1, "date", False)]


@pytest.mark.parametrize(("style", "offset", "moment", "expected"), LATE)
def test_what_can_still_be_done_once_it_is_late(style, offset, moment, expected):
    line = ReminderLine(kind(style=style), step(offset_days=offset, moment=moment), DAY)
    assert ("- Payer." in email_of([line], "fr").text) is expected


def test_a_confirmation_does_not_ask_to_say_it_is_done():
    done = email_of([ReminderLine(kind(), step(offset_days=0, moment="done", text_fr="C’est noté."), DAY)], "fr").text
    assert "Si c’est déjà fait" not in done
    assert "Si c’est déjà fait" in email_of([ReminderLine(kind(), step(), DAY)], "fr").text


def test_several_are_one_message_and_one_short_sms():
    lines = [
        ReminderLine(kind(), step(), DAY),
        ReminderLine(kind(title_fr="Taxe"), step(text_fr="Payez la taxe."), DAY),
    ]
    words = email_of(lines, "fr")
    assert words.subject == "Vous avez un rappel dans votre espace Relais"
    assert "Payez avant le" in words.text and "Payez la taxe." in words.text
    first = f"Première date : {date_in_words(DAY)}."
    assert " ".join(sms_of(lines, "fr").split()) == " ".join(
        f"2 rappels vous attendent dans votre espace Relais. {first}".split()
    )
    assert segments(sms_of(lines, "fr")) == 1
