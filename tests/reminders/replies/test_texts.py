"""Text messages that people write back."""

import pytest
from django.urls import reverse

from portal.consents.actions import give
from portal.consents.models import Channel, Consent, Purpose
from portal.foundation.channels import sms
from portal.people.models import Citizen
from portal.work_items.models import WorkItem
from reminders.callbacks.models import ProviderEvent
from reminders.preferences.wordings import wording_of
from reminders.replies.models import AutomaticAnswer, Reply
from tests.reminders.callbacks.conftest import SMS, call
from tests.reminders.replies.conftest import NUMBER

pytestmark = pytest.mark.django_db


def write(text: str, key: str = "m1", number: str = NUMBER):
    return call(SMS, {"id": key, "from": number, "text": text})


def accepts_texts(user) -> None:
    words = wording_of(Purpose.REMINDERS, Channel.SMS)
    give(citizen=user.citizen, purpose=Purpose.REMINDERS, channel=Channel.SMS, wording=words, by=user)


def stopped(user) -> bool:
    return not Consent.objects.in_force().filter(citizen=user.citizen, channel=Channel.SMS).exists()


@pytest.mark.parametrize("text", ["STOP merci", "Arrêter", "FIN", "END", "STOPALL"])
def test_it_stops_and_one_message_says_so(delivered, bruno, sent_texts, settings, text):
    delivered("sms")
    accepts_texts(bruno)
    write("AIDE", "m0")  # answered a moment before: the limit of automatic answers does not hold this one
    assert write(text).status_code == 204
    assert stopped(bruno) and not Reply.objects.exists()
    last = sent_texts()[-1]["text"]
    assert "plus aucun rappel" in last and settings.HELP_PHONE in last and sms.segments(last) == 1
    write("STOP", "m2")
    write("pourquoi?", "m3")
    assert len(sent_texts()) == 2, "STOP twice is delivered once; what else is written is read, and not answered"
    assert Reply.objects.count() == 1


def test_who_stopped_may_still_ask_for_help_and_begin_again(delivered, bruno, sent_texts):
    delivered("sms")
    accepts_texts(bruno)
    write("STOP", "m1")
    write("AIDE", "m2")
    accepts_texts(bruno)
    write("STOP", "m3")
    assert ["plus aucun rappel" in one["text"] for one in sent_texts()] == [True, False, True]


def test_stop_from_a_number_without_messages_is_not_answered(delivered, bruno, sent_texts):
    delivered("sms")
    write("STOP")
    write("STOP", "m2", "+14185550199")
    assert sent_texts() == []


@pytest.mark.parametrize("text", ["AIDE", "help", "Info svp"])
def test_help_is_answered_once_a_day(delivered, bruno, sent_texts, settings, text):
    delivered("sms")
    accepts_texts(bruno)
    write(text, "m1")
    write(text, "m2")
    (answer,) = sent_texts()
    assert answer["to"] == NUMBER and settings.HELP_PHONE in answer["text"] and sms.segments(answer["text"]) == 1
    assert not stopped(bruno) and not Reply.objects.exists()
    assert AutomaticAnswer.objects.get().address == "", "whom it went to is not kept"


def test_any_other_text_is_a_task_of_the_team(delivered, bruno, saaq_team, saaq_agent, signed_in, sent_texts):
    delivery = delivered("sms")
    write("J’ai déjà payé au comptoir hier")
    reply, item = Reply.objects.get(), WorkItem.objects.get(kind="reminders.reply")
    assert (reply.citizen, reply.team, reply.delivery) == (bruno.citizen, saaq_team, delivery)
    assert (item.team, item.done_at) == (saaq_team, None)
    assert "transmis" in sent_texts()[0]["text"]
    agent_client = signed_in(saaq_agent)
    queue = agent_client.get(reverse("admin:work_items_workitem_changelist")).content.decode()
    assert "Lire une réponse" in queue and str(bruno.citizen) in queue and "comptoir" not in queue
    page = agent_client.get(reverse("admin:replies_reply_change", args=[reply.pk])).content.decode()
    assert "déjà payé au comptoir" in page and "Servir cette personne" in page
    agent_client.post(reverse("admin:replies_reply_change", args=[reply.pk]), {"act": "settle"})
    item.refresh_from_db()
    reply.refresh_from_db()
    assert (item.done_by, reply.settled_by) == (saaq_agent, saaq_agent)


def test_an_event_repeated_is_one_reply(delivered, texts):
    delivered("sms")
    write("Bonjour, une question")
    write("Bonjour, une question")
    assert Reply.objects.count() == 1 and ProviderEvent.objects.filter(kind="received").count() == 1


def test_a_number_that_nobody_confirmed_is_read_without_a_name(
    delivered, bruno, operator, saaq_agent, signed_in, texts
):
    delivered("sms")
    Citizen.objects.filter(pk=bruno.citizen.pk).update(phone_verified_at=None)
    write("Qui êtes-vous?")
    reply = Reply.objects.get()
    assert (reply.citizen, reply.team) == (None, None) and not WorkItem.objects.filter(kind="reminders.reply").exists()
    address = reverse("admin:replies_reply_change", args=[reply.pk])
    assert "Qui êtes-vous" in signed_in(operator).get(address).content.decode()
    assert signed_in(saaq_agent).get(address).status_code == 404


def test_another_team_does_not_read_it(delivered, saaq_agent_other_team, ramq_agent, signed_in, texts):
    delivered("sms")
    write("Bonjour, une question")
    address = reverse("admin:replies_reply_change", args=[Reply.objects.get().pk])
    assert {signed_in(one).get(address).status_code for one in (saaq_agent_other_team, ramq_agent)} == {404}


def test_nothing_is_answered_abroad_nor_to_a_premium_number(texts, sent_texts):
    for number in ("+33612345678", "+19005651234", "+881612345678", "n’importe quoi"):
        write("AIDE", f"m{number}", number)
    assert sent_texts() == [] and not AutomaticAnswer.objects.exists()


def test_a_flood_is_bounded(delivered, texts):
    delivered("sms")
    for count in range(25):
        write(f"message numéro {count}", f"m{count}")
    assert Reply.objects.count() == 20 and AutomaticAnswer.objects.count() == 1
