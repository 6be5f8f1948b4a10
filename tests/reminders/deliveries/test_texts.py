"""Nothing person-specific and no link in any outgoing text, of any kind of the reference data."""

import datetime as dt
import re

import pytest

from portal.foundation.channels.sms import segments
from reminders.deadlines.models import Deadline
from reminders.deliveries.texts import sms_text, words_for
from reminders.inbox.models import InboxItem
from reminders.kinds.models import DeadlineKind
from reminders.reminders.models import Reminder

LINK = re.compile(r"https?:|www\.|\.(ca|com|org)\b", re.I)


def item(kind: DeadlineKind, step, citizen) -> InboxItem:
    due_on = dt.date(2026, 12, 1)
    deadline = Deadline(citizen=citizen, concerned=citizen, kind=kind, due_on=due_on)
    return InboxItem(citizen=citizen, reminder=Reminder(deadline=deadline, step=step, due_on=due_on, recipient=citizen))


def test_every_text_of_every_kind(licence, amelie):
    citizen = amelie.citizen
    for kind in DeadlineKind.objects.select_related("organization").prefetch_related("steps"):
        for step in kind.steps.all():
            items = [item(kind, step, citizen)]
            words, sms = words_for(items, "fr"), sms_text(items, "fr")
            whole = words.subject + words.text + words.html.replace("<!DOCTYPE html>", "") + sms
            assert not LINK.search(whole), kind.code
            assert "{" not in whole and "Amélie" not in whole and "Tremblay" not in whole
            assert segments(sms) <= 4, (kind.code, sms)
            if not kind.is_open:
                assert kind.title_fr not in whole and kind.organization.name_fr not in whole, kind.code


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_to_do_after_the_date_names_no_sum(licence, amelie, language):
    """The organization's procedure is public; read in a message to one person, a sum would be theirs."""
    steps = [
        "Payer les 84,50\u00a0$ et les frais.",
        "Ne pas conduire. Prévoir 25 $ de plus.",
        "Pay the $ 40 fee.",
        "Call us.",
    ]
    licence.procedure_fr = licence.procedure_en = steps
    licence.save(update_fields=["procedure_fr", "procedure_en"])
    words = words_for([item(licence, licence.steps.get(offset_days=1), amelie.citizen)], language)
    for whole in (words.text, words.html):
        assert "Ne pas conduire." in whole and "Call us." in whole
        assert not re.search(r"84|\b25\b|\b40\b|\$", re.sub(r"<style.*?</style>", "", whole, flags=re.S))


def test_the_first_of_the_month_is_french(licence, amelie):
    words = words_for([item(licence, licence.steps.first(), amelie.citizen)], "fr")
    assert "1er décembre 2026" in words.text and words.subject == "Rappel : Paiement annuel du permis de conduire"


def test_several_make_one_neutral_subject(licence, amelie):
    items = [item(licence, step, amelie.citizen) for step in licence.steps.all()[:2]]
    words = words_for(items, "fr")
    assert words.subject == "Vous avez un rappel dans votre espace Relais"
    assert words.text.count("Rappel :") == 2


@pytest.mark.parametrize(("language", "words"), [("fr", "Il y a du nouveau"), ("en", "There is something new")])
def test_a_notice_says_that_there_is_news_whatever_it_is(language, words):
    """A stage, a date or a decision is not a message."""
    email, sms = words_for([], language), sms_text([], language)
    for text in (email.subject, email.text, email.html, sms):
        assert words in text and "message" not in text.replace("messages", "")
