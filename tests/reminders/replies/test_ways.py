"""Each e-mail says where Relais is and by which telephone somebody answers: replies are read by nobody."""

import pytest
from django.test import Client

from portal.account_notices.actions import send_account_notices, tell
from portal.contact_changes.actions import change_phone
from portal.contact_changes.sending import send_waiting
from reminders.deliveries.texts import ReminderLine, email_of
from reminders.test_messages.actions import ask, send

pytestmark = pytest.mark.django_db
SITE = "localhost:8000"


def says_both(text: str, settings) -> bool:
    return SITE in text and settings.HELP_PHONE in text and "http" not in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_reminders_and_notices(followed, bruno, settings, language):
    reminder = followed(bruno).reminders.order_by("due_at").first()
    line = ReminderLine(reminder.deadline.kind, reminder.step, reminder.due_on)
    for words in (email_of([], language), email_of([line], language)):
        assert says_both(words.text, settings) and says_both(words.html, settings)
        assert "lit les réponses" not in words.text


def test_test_messages(bruno, mailoutbox, settings):
    send(test_message=ask(citizen=bruno.citizen, channel="email", by=bruno))
    assert says_both(mailoutbox[-1].body, settings)


def test_codes_alerts_and_notices_of_accounts(amelie, mailoutbox, settings):
    Client().post("/compte/password/reset/", {"email": amelie.email})
    tell(user=amelie, kind="phone_freed")
    send_account_notices()
    change_phone(citizen=amelie.citizen, phone="+14185550199", verified=False, by=amelie)
    send_waiting()
    assert len(mailoutbox) == 3
    assert [message.subject for message in mailoutbox if not says_both(message.body, settings)] == []
