"""Each contact point is said once for SQL and once for Python: on people of every sort, both are one."""

import itertools

import pytest
from django.db import connection

from portal import clock
from portal.consents.channels import Channel
from portal.people.models import Citizen
from reminders.channels.contact_points import contact_point_of, contact_points
from reminders.deliveries.adapters import adapter_of
from reminders.preferences.points import points_of
from reminders.suspensions.actions import suspend
from reminders.suspensions.models import Suspension

pytestmark = pytest.mark.django_db
EMAILS = ["", "b@relais.example"]
NUMBERS = ["", "+14185550142"]
ADDRESSES = ["", "1, rue A\nLévis (Québec)  G6V 1A1"]


@pytest.fixture
def everyone():
    """A person for each combination that the constraints allow."""
    at, made = clock.now(), []
    for email, proved_email, phone, how, address in itertools.product(
        EMAILS, [None, at], NUMBERS, ["plain", "proved", "extension"], ADDRESSES
    ):
        if not phone and how != "plain" or not email and proved_email:
            continue
        made.append(
            Citizen(
                given_name="Léa",
                family_name=str(len(made)),
                email=email and f"{len(made)}-{email}",
                email_verified_at=proved_email,
                phone=f"+1418555{len(made):04}" if phone else "",
                phone_verified_at=at if how == "proved" else None,
                phone_extension="234" if how == "extension" else "",
                postal_address=address,
            )
        )
    for person in made:
        person.save()
    return list(Citizen.objects.filter(pk__in=[person.pk for person in made]).order_by("pk"))


def by_sql(expression: str, people) -> list[str]:
    statement = f"SELECT coalesce({expression}, '') FROM people_citizen citizen WHERE id = ANY(%s) ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(statement, [[person.pk for person in people]])
        return [value for (value,) in cursor.fetchall()]


@pytest.mark.parametrize("channel", Channel.outside())
def test_python_and_sql_know_the_same_point(channel, everyone):
    point = contact_point_of(channel)
    assert by_sql(point.kept_sql, everyone) == [point.kept(person) for person in everyone]
    addresses = [point.address_of(person) for person in everyone]
    assert by_sql(point.address_sql, everyone) == addresses
    assert "" in addresses and any(addresses)  # neither reading says yes or no to everybody


@pytest.mark.parametrize("channel", Channel.outside())
def test_pages_and_the_engine_reach_the_same_people(channel, everyone):
    ready = [points_of(person)[channel].is_ready for person in everyone]
    assert ready == [bool(address) for address in by_sql(adapter_of(channel).address_sql, everyone)]


@pytest.mark.parametrize("channel", Channel.outside())
def test_the_current_point_of_a_suspension_is_the_one_that_is_kept(channel, everyone):
    point = contact_point_of(channel)
    theirs = [
        suspend(citizen=one, channel=channel, address=point.kept(one), reason="bounce", by=None) for one in everyone
    ]
    former = [suspend(citizen=one, channel=channel, address="former", reason="bounce", by=None) for one in everyone]
    current = set(Suspension.objects.of_current_points().values_list("pk", flat=True))
    assert current == {one.pk for one in theirs} and not current & {one.pk for one in former}


def test_each_outside_channel_has_a_contact_point_and_the_inbox_none():
    assert [point.channel for point in contact_points()] == Channel.outside()


@pytest.mark.parametrize("channel", Channel.outside())
def test_each_contact_point_says_what_to_do(channel):
    point = contact_point_of(channel)
    assert all([str(point.name), str(point.lack), str(point.remedy), str(point.refused), str(point.works_again)])
    assert point.url.startswith("/") and bool(point.change) == bool(point.change_page)
