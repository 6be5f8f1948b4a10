"""A channel that no file of the product names is planned, chosen, sent, retried, falls back, and is counted."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from portal.clock import now
from portal.consents.channels import Channel
from portal.consents.models import Consent, Purpose
from reminders.assisted.forms import ConsentForm
from reminders.channels.contact_points import contact_point_of
from reminders.deadlines.models import Deadline
from reminders.deadlines.reaching import channels_for, usable_by
from reminders.deliveries import tasks
from reminders.deliveries.actions import send_ready
from reminders.deliveries.adapters import network_channels
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_due
from reminders.fallback.sweep import follow_up
from reminders.forecast.outlook import outlook
from reminders.indicators.actions import measure_recent
from reminders.indicators.coverage import coverage_of
from reminders.indicators.models import Outcome
from reminders.kind_versions.forms import KindForm
from reminders.letters.models import Letter
from reminders.preferences.points import points_of
from reminders.suspensions.models import Suspension
from tests.reminders.fifth_channel.apps import ABOUT_REMINDERS, CODE
from tests.reminders.paper import agree

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
PREFERENCES = reverse("preferences:preferences")
BOX = f"reminders-{CODE}"
State = Delivery.State


@pytest.fixture
def allowed(licence, push):
    """The organization ticked the channel in its kind."""
    licence.channels = Channel.values
    licence.save(update_fields=["channels"])
    return licence


@pytest.fixture
def noon(clock_offset):
    """`noon(days)`: that many days from now or a little later, a Wednesday at noon in Québec."""

    def move(days: float) -> None:
        start = dt.datetime.now(dt.UTC)
        at = (start + dt.timedelta(days=days)).replace(hour=17, minute=0, second=0)
        while at.weekday() != 2:
            at += dt.timedelta(days=1)
        clock_offset(seconds=(at - start).total_seconds())

    return move


@pytest.fixture
def due(given, bruno, allowed, noon):
    """`due(channels…)`: a reminder of Bruno's that was just released, by the channels that he accepted."""

    def make(*channels) -> Deadline:
        deadline = given(bruno, days=20, channels=[Channel.INBOX, *channels])
        noon(14)
        assert release_due() == 1
        return deadline

    return make


def states() -> list[tuple[str, int, str]]:
    return list(Delivery.objects.order_by("created_at", "attempt", "pk").values_list("channel", "attempt", "state"))


def test_no_file_of_the_product_names_it():
    files = [
        path
        for app in ("portal", "messaging", "programs", "reminders", "templates", "static", "locale")
        for path in (ROOT / app).rglob("*")
        if path.suffix in {".py", ".sql", ".html", ".txt", ".js", ".po"}
    ]
    assert len(files) > 1000
    assert [path for path in files if CODE in path.read_text(encoding="utf-8")] == []


def test_it_takes_its_place_among_channels(push, address):
    assert Channel.values == ["inbox", "email", "sms", CODE, "letter", "phone"]
    assert network_channels() == ["email", "sms", CODE]


def test_the_person_chooses_it_in_their_preferences(push, address, bruno, signed_in):
    client = signed_in(bruno)
    page = client.get(PREFERENCES).text
    assert ABOUT_REMINDERS in page and "Par notification" in page and address.url in page
    client.post(PREFERENCES, {BOX: "on"})
    consent = Consent.objects.in_force().get(citizen=bruno.citizen)
    assert (consent.channel, consent.wording, consent.get_channel_display()) == (
        CODE,
        ABOUT_REMINDERS,
        "par notification",
    )
    assert usable_by(bruno.citizen) == [push]
    client.post(PREFERENCES, {"had": BOX})
    assert not Consent.objects.in_force().filter(citizen=bruno.citizen).exists()


def test_without_an_address_the_box_cannot_be_ticked(push, bruno, signed_in):
    client = signed_in(bruno)
    assert "Aucune adresse de notification n’est confirmée." in client.get(PREFERENCES).text
    client.post(PREFERENCES, {BOX: "on"})
    assert not Consent.objects.filter(citizen=bruno.citizen).exists()


def test_both_readings_of_its_contact_point_are_one(push, address, bruno, amelie):
    point = contact_point_of(push)
    for proved_at, reached in ((now(), address.url), (None, "")):
        type(address).objects.update(proved_at=proved_at)
        for person in (bruno.citizen, amelie.citizen):
            with connection.cursor() as cursor:
                statement = f"SELECT coalesce({point.address_sql}, '') FROM people_citizen citizen WHERE id = %s"
                cursor.execute(statement, [person.pk])
                assert cursor.fetchone()[0] == point.address_of(person)
        assert point.address_of(bruno.citizen) == reached
        assert points_of(bruno.citizen)[push].is_ready is bool(reached)


def test_it_is_offered_beside_a_date(push, address, bruno, signed_in, allowed):
    page = signed_in(bruno).get(reverse("personal:personal_new")).text
    assert ABOUT_REMINDERS in page and f'name="{CODE}"' in page


def test_it_is_planned_and_sent(due, address, webhook, push, signed_in, bruno):
    deadline = due(push)
    assert states() == [(CODE, 1, State.READY)]
    tasks.send(CODE)
    assert states() == [(CODE, 1, State.ACCEPTED)]
    (posted,) = webhook.received
    delivery = Delivery.objects.get()
    assert posted["key"] == str(delivery.key) and delivery.reference == "push-1"
    assert "espace Relais" in posted["text"] and bruno.citizen.family_name not in posted["text"]
    assert "par notification" in signed_in(bruno).get(deadline.get_absolute_url()).text


def test_each_channel_of_the_network_is_woken(push, monkeypatch):
    woken = []
    monkeypatch.setattr(tasks.send, "apply_async", lambda args, **options: woken.append((*args, options["expires"])))
    tasks.wake_senders()
    assert woken == [("email", 5), ("sms", 5), (CODE, 5)]


def test_it_is_retried_under_the_same_key(due, address, webhook, push, noon):
    due(push)
    webhook.answers = [500]
    assert send_ready() == 0 and not webhook.received
    assert states() == [(CODE, 1, State.FAILED), (CODE, 2, State.READY)]
    Delivery.objects.filter(attempt=2).update(not_before=now())
    assert send_ready() == 1
    assert [posted["key"] for posted in webhook.received] == [str(Delivery.objects.get(attempt=2).key)]


def test_an_address_that_is_gone_is_suspended_and_the_next_channel_goes(due, address, webhook, push, bruno, signed_in):
    bruno.citizen.postal_address = "12, rue du Quai\nSept-Îles (Québec)  G4R 1A1"
    bruno.citizen.save(update_fields=["postal_address"])
    agree(bruno.citizen, Channel.LETTER, bruno)
    due(push)
    assert states() == [(CODE, 1, State.READY)]  # paper is a last resort, and this channel reaches
    webhook.answers = [410]
    assert send_ready() == 0 and follow_up() == 1 and send_ready() == 1
    assert states() == [(CODE, 1, State.FAILED), ("letter", 1, State.ACCEPTED)] and Letter.objects.count() == 1
    suspension = Suspension.objects.in_force().of_current_points().get()
    assert (suspension.channel, suspension.address) == (CODE, address.url)
    client = signed_in(bruno)
    assert "Votre adresse de notification" in client.get("/aide/").text
    page = client.get(reverse("suspensions:suspended")).text
    assert "Si vous avez une autre adresse de notification" in page
    client.post(reverse("suspensions:resume", args=[suspension.pk]))
    assert points_of(bruno.citizen)[push].is_ready


def test_what_fails_elsewhere_falls_back_to_it(due, address, webhook, push, bruno, mail_sink):
    due(Channel.EMAIL)
    agree(bruno.citizen, push, bruno)
    mail_sink.answers = ["550 5.7.1 refused"]
    assert send_ready() == 0 and follow_up() == 1 and send_ready() == 1
    assert states() == [("email", 1, State.FAILED), (CODE, 1, State.ACCEPTED)] and len(webhook.received) == 1


def test_a_withdrawn_consent_stops_what_is_ready(due, address, webhook, push, bruno, signed_in):
    due(push)
    signed_in(bruno).post(PREFERENCES, {"had": BOX})
    assert send_ready() == 0 and not webhook.received
    assert (Delivery.objects.get().state, Delivery.objects.get().code) == (State.CANCELLED, "consent")


def test_it_is_shown_in_what_is_ahead(given, address, push, bruno, allowed):
    given(bruno, days=20, channels=[Channel.INBOX, push])
    seen = outlook(bruno.citizen, at=now())
    assert push in seen.consents and seen.points[push].is_ready
    assert channels_for([push, Channel.LETTER], Channel.values) == [push]


def test_it_is_counted_as_a_digital_reminder(due, address, webhook, push, clock_offset, licence):
    deadline = due(push)
    assert send_ready() == 1
    clock_offset(days=25)
    measure_recent()
    outcome = Outcome.objects.get(pk=deadline.pk)
    assert (outcome.reach, outcome.channel, outcome.get_channel_display()) == ("digital", CODE, "par notification")
    licence.channels = [CODE]
    licence.save(update_fields=["channels"])
    assert licence not in coverage_of([licence.organization]).missing


def test_agents_may_note_it_for_a_person_and_organizations_allow_it(push, address, bruno):
    assert (Purpose.REMINDERS, push) in ConsentForm(citizen=bruno.citizen).offered.values()
    assert CODE in dict(KindForm.base_fields["channels"].choices)
