"""By which means a person can be reached now: every state of every contact point, and what the page says to do."""

import pytest

from portal import clock
from portal.consents.models import Channel
from portal.people.actions import confirm_email, set_phone
from reminders.preferences.points import points_of
from reminders.suspensions.actions import lift, suspend
from reminders.suspensions.points import confirmed_at, point_of

pytestmark = pytest.mark.django_db
NUMBER = "+14185550142"
OUTSIDE = [Channel.EMAIL, Channel.SMS, Channel.LETTER, Channel.PHONE]


@pytest.fixture
def citizen(bruno):
    """Bruno with nothing to reach him by."""
    columns = {"email": "", "email_verified_at": None, "phone": "", "phone_verified_at": None, "postal_address": ""}
    for name, value in columns.items():
        setattr(bruno.citizen, name, value)
    bruno.citizen.save(update_fields=list(columns))
    return bruno.citizen


def ready(citizen) -> set[str]:
    return {channel for channel, point in points_of(citizen).items() if point.is_ready}


def fill(citizen, **columns) -> None:
    for name, value in columns.items():
        setattr(citizen, name, value)
    citizen.save(update_fields=list(columns))


def test_with_nothing_there_is_the_space_and_every_other_means_says_what_to_do(citizen):
    points = points_of(citizen)
    assert ready(citizen) == {Channel.INBOX} and set(points) == set(Channel)
    for channel in OUTSIDE:
        point = points[channel]
        assert point.lack.endswith(".") and point.remedy and point.url.startswith("/"), channel
        assert not point.is_usable and not point.offers_test_message and point.address == ""


@pytest.mark.parametrize(
    ("columns", "means"),
    [
        ({"email": "b@relais.example"}, set()),
        ({"email": "b@relais.example", "email_verified_at": clock.now()}, {Channel.EMAIL}),
        ({"email_verified_at": clock.now()}, set()),
        ({"phone": NUMBER}, {Channel.PHONE}),
        ({"phone": NUMBER, "phone_verified_at": clock.now()}, {Channel.PHONE, Channel.SMS}),
        ({"postal_address": "1, rue A\nLévis (Québec)  G6V 1A1"}, {Channel.LETTER}),
    ],
    ids=str,
)
def test_what_each_point_opens(citizen, columns, means):
    fill(citizen, **columns)
    assert ready(citizen) == {Channel.INBOX} | means


def test_another_address_must_be_confirmed_before_it_is_written_to(bruno):
    confirm_email(citizen=bruno.citizen, email="nouvelle@relais.example", by=bruno)
    assert points_of(bruno.citizen)[Channel.EMAIL].address == "nouvelle@relais.example"
    fill(bruno.citizen, email="autre@relais.example", email_verified_at=None)
    assert Channel.EMAIL not in ready(bruno.citizen)


def test_another_number_takes_no_text_until_its_code(bruno):
    set_phone(citizen=bruno.citizen, phone=NUMBER, verified=True, by=bruno)
    assert Channel.SMS in ready(bruno.citizen)
    set_phone(citizen=bruno.citizen, phone="+14185550143", verified=False, by=bruno)
    assert ready(bruno.citizen) & {Channel.SMS, Channel.PHONE} == {Channel.PHONE}


def test_numbers_and_addresses_are_shown_as_people_write_them(citizen):
    fill(citizen, phone=NUMBER, postal_address="1, rue A\nLévis (Québec)  G6V 1A1")
    points = points_of(citizen)
    assert points[Channel.PHONE].address == points[Channel.SMS].address == "418 555-0142"
    assert "\n" not in points[Channel.LETTER].address and "rue A, Lévis" in points[Channel.LETTER].address


@pytest.mark.parametrize("channel", OUTSIDE)
def test_a_suspended_point_is_chosen_but_not_used_and_the_others_are_untouched(citizen, channel):
    fill(citizen, email="b@relais.example", email_verified_at=clock.now(), phone=NUMBER)
    fill(citizen, phone_verified_at=clock.now(), postal_address="1, rue A")
    before = ready(citizen)
    stopped = suspend(citizen=citizen, channel=channel, address=point_of(citizen, channel), reason="bounce", by=None)
    point = points_of(citizen)[channel]
    assert (point.is_ready, point.is_usable, point.suspension) == (False, True, stopped)
    assert point.lack == stopped.get_reason_display() and point.offers_test_message is channel.offers_test_message
    assert before - ready(citizen) == {channel}
    lift(suspension=stopped, by=None)
    assert ready(citizen) == before


def test_a_number_that_refuses_texts_still_takes_calls(citizen):
    fill(citizen, phone=NUMBER, phone_verified_at=clock.now())
    suspend(citizen=citizen, channel=Channel.SMS, address=NUMBER, reason="bounce", by=None)
    assert ready(citizen) & {Channel.SMS, Channel.PHONE} == {Channel.PHONE}


def test_somebody_elses_suspension_is_not_ones_own(citizen, amelie):
    """A household's one number: it refused one person's messages, for a reason of their own."""
    fill(citizen, phone=NUMBER)
    suspend(citizen=amelie.citizen, channel=Channel.PHONE, address=NUMBER, reason="complaint", by=None)
    assert Channel.PHONE in ready(citizen)


def test_a_point_that_is_not_proved_says_so(citizen):
    fill(citizen, email="b@relais.example", postal_address="1, rue A", phone=NUMBER)
    assert [confirmed_at(citizen, channel) for channel in OUTSIDE] == [None] * 4
    assert point_of(citizen, Channel.INBOX) == "" and point_of(citizen, Channel.PHONE) == NUMBER


def test_all_points_cost_one_query(amelie, django_assert_num_queries):
    citizen = amelie.citizen
    with django_assert_num_queries(1):
        points_of(citizen)


def test_a_portal_without_text_messages_offers_none(citizen, bruno, settings):
    set_phone(citizen=citizen, phone=NUMBER, verified=True, by=bruno)
    settings.SMS_IS_OFF = True
    point = points_of(citizen)[Channel.SMS]
    assert not point.is_usable
    assert (point.address, point.url) == ("", "")
    assert Channel.PHONE in ready(citizen)
