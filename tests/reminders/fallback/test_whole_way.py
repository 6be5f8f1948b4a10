"""The whole way with real rows, a real SMTP sink and a real gateway: promises P10 and P11, tests T46 and T48."""

import datetime as dt

import pytest
from django.test import Client

from portal.clock import now
from portal.consents.actions import give
from portal.consents.models import Channel, Consent, How, Purpose
from portal.work_items.models import WorkItem
from reminders.callbacks.actions import handle_events
from reminders.deliveries.actions import send_ready
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_due
from reminders.fallback.models import DeadLetter
from reminders.fallback.sweep import follow_up
from reminders.letters.models import Letter
from reminders.suspensions.models import Suspension
from tests.reminders.callbacks.conftest import EMAIL, SMS, call, said_of

pytestmark = pytest.mark.django_db
NUMBER = "+14185550122"
State = Delivery.State


@pytest.fixture(autouse=True)
def shared_secrets(settings):
    settings.EMAIL_CALLBACK_SECRET = settings.SMS_CALLBACK_SECRET = "un-secret-partage-entre-nous-deux"


@pytest.fixture
def daytime(clock_offset):
    """`daytime(days)`: that many days from now, at noon in Québec, a weekday: SMS may ring."""

    def move(days: int) -> None:
        start = dt.datetime.now(dt.UTC)
        noon = (start + dt.timedelta(days=days)).replace(hour=17, minute=0, second=0)
        while noon.weekday() != 2:
            noon += dt.timedelta(days=1)
        clock_offset(seconds=(noon - start).total_seconds())

    return move


@pytest.fixture
def due(given, bruno, daytime):
    """`due(Channel.EMAIL, …)`: a reminder that was just released by these channels."""

    def make(*channels):
        citizen = bruno.citizen
        citizen.phone, citizen.phone_verified_at = NUMBER, now()
        citizen.save(update_fields=["phone", "phone_verified_at"])
        deadline = given(bruno, days=20, channels=[Channel.INBOX, *channels])
        daytime(14)
        assert release_due() == 1
        return deadline

    return make


def accept(user, *channels):
    for channel in channels:
        give(citizen=user.citizen, purpose=Purpose.REMINDERS, channel=channel, wording="Oui", by=user)


def states() -> list[tuple[str, str]]:
    return list(Delivery.objects.order_by("created_at", "pk").values_list("channel", "state"))


def test_a_bounce_suspends_and_the_text_leaves_instead(due, bruno, mail_sink, sms_gateway, signed_in):
    due(Channel.EMAIL)
    assert send_ready() == 1
    accept(bruno, Channel.SMS)
    (delivery,) = Delivery.objects.order_by("pk")
    assert mail_sink.ids == [delivery.message_id]
    call(EMAIL, said_of(delivery, code="5.1.1"))
    handle_events()
    assert follow_up() == 1 and send_ready() == 1
    assert [text["to"] for text in sms_gateway.texts] == [NUMBER]
    assert states() == [("email", State.BOUNCED), ("sms", State.ACCEPTED)]
    assert "ne vous parviennent plus" in signed_in(bruno).get("/aide/").text
    follow_up()
    assert DeadLetter.objects.get().outcome == DeadLetter.Outcome.REACHED
    assert not WorkItem.objects.filter(kind="reminders.reach").exists()


def test_the_next_reminder_avoids_a_suspended_address(due, bruno, mail_sink, sms_gateway, daytime):
    due(Channel.EMAIL, Channel.SMS)
    Suspension.objects.create(
        citizen=bruno.citizen, channel=Channel.EMAIL, address=bruno.citizen.email, reason="bounce"
    )
    assert send_ready() == 1 and not mail_sink.messages and len(sms_gateway.texts) == 1
    assert dict(states()) == {"email": State.CANCELLED, "sms": State.ACCEPTED}


def test_a_mailbox_refused_at_the_door_falls_back_to_paper(due, bruno, mail_sink, sms_gateway):
    bruno.citizen.postal_address = "12, rue du Quai\nSept-Îles (Québec)  G4R 1A1"
    bruno.citizen.save(update_fields=["postal_address"])
    due(Channel.EMAIL)
    accept(bruno, Channel.LETTER)
    mail_sink.answers = ["550 5.1.1 inconnu"]
    assert send_ready() == 0 and follow_up() == 1 and send_ready() == 1
    assert Letter.objects.get().delivery.channel == Channel.LETTER
    assert states() == [("email", State.FAILED), ("letter", State.ACCEPTED)]


def test_all_channels_refuse_and_the_team_sees_it(due, bruno, mail_sink, sms_gateway, people, signed_in, saaq):
    due(Channel.EMAIL, Channel.SMS)
    mail_sink.answers, sms_gateway.answers[:] = ["550 non"], [(400, {})]
    assert send_ready() == 0
    assert follow_up() == 0
    item = WorkItem.objects.get(kind="reminders.reach")
    assert item.team.organization == saaq and "par téléphone" in item.why
    for agent in ("alain", "sylvie"):
        page = signed_in(people[agent]).get("/gestion/fallback/deadletter/").text
        assert page.count("Le fournisseur l’a refusé.") == 2 and "Aucun autre moyen accepté" in page
    assert "Joindre la personne" in signed_in(people["sylvie"]).get("/gestion/work_items/workitem/").text


def test_one_click_stops_what_is_already_queued(due, bruno, mail_sink, sms_gateway, settings):
    due(Channel.EMAIL)
    assert send_ready() == 1
    link = mail_sink.messages[0]["List-Unsubscribe"].strip("<>\r\n ").replace("\n", "").replace(" ", "")
    assert mail_sink.messages[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link.startswith(settings.SITE_URL)
    Delivery.objects.update(state=State.READY, settled_at=None, attempted_at=None)  # queued once more
    answer = Client(enforce_csrf_checks=True).post(
        link.removeprefix(settings.SITE_URL), {"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    assert send_ready() == 0 and len(mail_sink.messages) == 1
    assert Delivery.objects.get().state == State.CANCELLED and Delivery.objects.get().code == "consent"
    assert follow_up() == 0 and not DeadLetter.objects.exists()  # it is what the person asked for


def test_stop_by_text_stops_what_is_queued_and_shows_in_the_preferences(due, bruno, sms_gateway, signed_in):
    due(Channel.SMS)
    call(SMS, {"id": "i1", "from": NUMBER, "text": "ARRÊT"})
    assert send_ready() == 0 and not sms_gateway.texts
    assert Delivery.objects.get().code == "consent"
    assert Consent.objects.get(channel=Channel.SMS).withdrawn_how == How.SMS_STOP
    page = signed_in(bruno).get("/rappels/preferences/consentements/")
    assert "par le mot ARRÊT ou STOP" in page.text


def test_a_text_of_unknown_outcome_is_shown_and_never_resent(due, bruno, sms_gateway, people, signed_in):
    due(Channel.SMS)
    Delivery.objects.update(
        state=State.UNCERTAIN, attempted_at=now(), settled_at=now(), code="lost", followed_up_at=None
    )
    assert follow_up() == 0 and send_ready() == 0 and not sms_gateway.texts
    page = signed_in(people["alain"]).get("/gestion/fallback/deadletter/").text
    assert "Nous ne savons pas s’il est arrivé." in page
    call(SMS, {"id": "late", "reference": str(Delivery.objects.get().key), "status": "delivered"})
    handle_events()
    follow_up()
    assert DeadLetter.objects.get().outcome == DeadLetter.Outcome.REACHED
