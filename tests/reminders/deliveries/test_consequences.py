"""A step before the date carries its consequence in every channel; a digest says which deadline each sentence is of."""

import datetime as dt

import pytest

from reminders.calls.models import Call
from reminders.calls.script import script_of
from reminders.deadlines.models import Deadline
from reminders.deliveries.carried import Carried
from reminders.deliveries.texts import ReminderLine, email_of, sms_of
from reminders.kinds.models import DeadlineKind
from reminders.letters.sheets import matter_of
from reminders.reminders.models import Reminder

DUE, NEXT = dt.date(2026, 12, 1), dt.date(2027, 1, 12)
LOST = "Le droit de conduire est perdu dès le lendemain"
pytestmark = pytest.mark.django_db


def line(kind: DeadlineKind, offset: int, due_on: dt.date = DUE) -> ReminderLine:
    return ReminderLine(kind, kind.steps.get(offset_days=offset), due_on)


def reminder(kind: DeadlineKind, offset: int, citizen, due_on: dt.date = DUE) -> Reminder:
    deadline = Deadline(citizen=citizen, concerned=citizen, kind=kind, due_on=due_on)
    return Reminder(deadline=deadline, step=kind.steps.get(offset_days=offset), due_on=due_on, recipient=citizen)


def called(reminders, user, by) -> list:
    carried = Carried(reminders=reminders, notices=[], every=reminders, held=[], is_agreed=True, unserved="")
    call = Call(citizen=user.citizen, organization=reminders[0].deadline.kind.organization)
    return script_of(call, carried, by).matters


@pytest.fixture
def neutral(licence) -> DeadlineKind:
    return DeadlineKind.objects.get(code="constat-infraction")


@pytest.mark.parametrize("offset", [-30, -7, -1])
def test_before_the_date_each_channel_says_what_lateness_costs(licence, amelie, saaq_agent, offset):
    words = email_of([line(licence, offset)], "fr")
    assert LOST in words.text and LOST in words.html
    assert "En retard : vous perdez le droit de conduire" in sms_of([line(licence, offset)], "fr")
    assert matter_of(reminder(licence, offset, amelie.citizen))["consequence"].startswith(LOST)
    (matter,) = called([reminder(licence, offset, amelie.citizen)], amelie, saaq_agent)
    assert LOST in matter.advice[0]


def test_words_of_justice_stay_behind_without_a_reason(licence, amelie):
    """«expose à une amende et à la saisie du véhicule»: the rest of the consequence is said."""
    result = email_of([line(licence, -7)], "fr").text + matter_of(reminder(licence, -7, amelie.citizen))["consequence"]
    assert LOST in result and "amende" not in result and "saisie" not in result
    licence.sensitive_reason = "La même amende attend tout le monde."
    assert "amende" in matter_of(reminder(licence, -7, amelie.citizen))["consequence"]


def test_a_neutral_kind_says_where_its_consequence_is_read(neutral, amelie, saaq_agent):
    result = email_of([line(neutral, -7)], "fr")
    assert "Si la date passe : c’est expliqué dans votre espace Relais." in result.text
    assert "Ce qui arrive si la date passe s'y lit aussi." in sms_of([line(neutral, -7)], "fr")
    assert matter_of(reminder(neutral, -7, amelie.citizen))["consequence"] == (
        "appelez-nous, on vous dit ce qui arrive."
    )
    (matter,) = called([reminder(neutral, -7, amelie.citizen)], amelie, saaq_agent)
    assert matter.advice == ["Je peux aussi vous lire ce qui arrive si la date passe."]
    for words in (result.text, sms_of([line(neutral, -7)], "fr"), *matter.advice):
        assert "jugement" not in words and "infraction" not in words


def test_after_the_date_nothing_repeats_it(licence, neutral):
    for kind in (licence, neutral):
        assert "Si la date passe" not in email_of([line(kind, 1)], "fr").text


def test_a_digest_says_which_deadline_each_sentence_is_of(licence, neutral, amelie, saaq_agent):
    lines = [line(licence, -7), line(neutral, -7, NEXT)]
    words = email_of(lines, "fr")
    for whole in (words.text, words.html):
        title, date = whole.index(licence.title_fr), whole.index("Échéance du 12 janvier 2027")
        assert title < whole.index("Rappel : permis") < date < whole.index("Une réponse est attendue")
        assert neutral.title_fr not in whole
    assert "Première date : 1er décembre 2026." in sms_of(lines, "fr")
    both = [reminder(licence, -7, amelie.citizen), reminder(neutral, -7, amelie.citizen, NEXT)]
    assert [matter_of(one, is_alone=False)["title"] for one in both] == [
        licence.title_fr,
        "Échéance du 12 janvier 2027",
    ]
    first, second = called(both, amelie, saaq_agent)
    assert first.sentence.startswith(f"{licence.title_fr}. ")
    assert second.sentence.startswith("Échéance du 12 janvier 2027. ")


def test_one_alone_repeats_no_title(licence):
    words = email_of([line(licence, -7)], "fr")
    assert licence.title_fr not in words.text
