"""What an e-mail and a text message say of each kind: all of them, each in its own words."""

import pytest
from django.core import mail

from portal.account_notices import actions
from portal.account_notices.models import AccountNotice
from portal.foundation.channels import sms

pytestmark = pytest.mark.django_db
Kind = AccountNotice.Kind


def in_language(user, language):
    user.citizen.language = language
    user.citizen.save(update_fields=["language"])
    return user


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_kind_has_its_own_e_mail(amelie, language):
    in_language(amelie, language)
    for kind in Kind:
        actions.tell(user=amelie, kind=kind)
    assert actions.send_account_notices() == len(Kind)
    bodies = {message.body for message in mail.outbox}
    assert len(bodies) == len(Kind) and all("None" not in body for body in bodies)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_its_own_text_message_in_one_segment(amelie, kind, language, monkeypatch):
    texts: list[dict] = []
    monkeypatch.setattr(sms, "send", lambda **text: texts.append(text))
    actions.notify_everywhere(user=in_language(amelie, language), kind=kind)
    assert actions.send_account_notices() == 2
    (text,) = texts
    assert sms.segments(text["text"]) == 1 and ("Appelez" in text["text"]) is (language == "fr")


def test_text_messages_of_two_kinds_differ():
    assert len(set(map(str, actions.TEXT_MESSAGES.values()))) == len(Kind)


def test_the_days_that_are_written_are_those_that_are_kept(amelie, monkeypatch):
    monkeypatch.setattr(actions, "CLOSED_FOR", 45)
    monkeypatch.setattr(actions, "EXPORTED_FOR", 12)
    for kind in (Kind.CLOSED, Kind.DATA_READY):
        actions.tell(user=amelie, kind=kind)
    actions.send_account_notices()
    said = " ".join(message.body for message in mail.outbox)
    assert "45 jours" in said and "12 jours" in said
