"""How many queries a page costs a signed-in citizen: what every page asks, the home page, a conversation."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messaging.threads import actions as threads
from messaging.threads.models import Thread
from messaging.threads.waiting import unread_threads
from portal.access.visibility import Visibility, forget_visibility, visibility_of
from portal.clock import now
from portal.mandates.actions import give as give_mandate
from portal.mandates.inviting import invite
from portal.mandates.models import Mandate
from portal.people.backend import AccountBackend
from portal.people.models import Citizen
from reminders.deadlines.models import Deadline
from reminders.deadlines.waiting import READ, later_deadlines, waiting_deadlines

pytestmark = pytest.mark.django_db
HOME, HELP = reverse("pages:space"), reverse("pages:help")
ANY_PAGE, HOME_PAGE, CONVERSATION = 3, 14, 10
"""Session, account with whom it reaches, all that pages count of it; the rest is what the page is about."""


def asked(client, url: str) -> int:
    """Savepoints too: they are statements."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture
def answered(amelie, saaq_team, saaq_agent):
    fields = {"subject": "Mon permis", "body": "Bonjour", "key": uuid.uuid4()}
    thread = threads.write(by=amelie, citizen=amelie.citizen, team=saaq_team, **fields)
    threads.reply(by=saaq_agent, thread=thread, author_kind="agent", body="Voici.", key=uuid.uuid4())
    return thread


@pytest.mark.parametrize("who", ["amelie", "bruno", "rachel"])
def test_what_every_page_asks(people, signed_in, who):
    assert asked(signed_in(people[who]), HELP) == ANY_PAGE


@pytest.mark.parametrize("who", ["amelie", "bruno", "rachel"])
def test_the_home_page(people, signed_in, answered, followed, who):
    followed(people[who], days=3)
    followed(people[who], days=60)
    assert asked(signed_in(people[who]), HOME) <= HOME_PAGE


@pytest.mark.parametrize("places", [1, 12])
def test_the_home_of_somebody_helped_whatever_the_number_of_them(amelie, rachel, signed_in, answered, followed, places):
    """The name of the person, and the line of the journal that says who came (with its savepoints)."""
    followed(amelie, days=3)
    for _ in range(places):
        person = Citizen.objects.create(given_name="Aline", family_name="Roy")
        give_mandate(citizen=person, holder=rachel, kind=Mandate.Kind.HELPER, by=rachel)
    assert asked(signed_in(rachel, place=amelie.citizen), HOME) <= HOME_PAGE + 4


def test_a_request_to_act_costs_one_query_at_home(amelie, bruno, signed_in):
    before = asked(signed_in(bruno), HOME)
    for _ in range(3):
        invite(citizen=amelie.citizen, invitee="Bruno", email=bruno.email, by=amelie)
    assert asked(signed_in(bruno), HOME) == before + 1


def test_a_conversation(amelie, signed_in, answered):
    assert asked(signed_in(amelie), answered.get_absolute_url()) <= CONVERSATION


@pytest.mark.parametrize("who", ["amelie", "bruno", "rachel", "saaq_agent"])
def test_an_account_is_read_with_whom_it_reaches(request, who, django_assert_num_queries):
    user = request.getfixturevalue(who)
    read = AccountBackend().get_user(user.pk)
    with django_assert_num_queries(0):
        reached, held = visibility_of(read).citizen_ids, visibility_of(read)._held
    fresh = Visibility(type(user).objects.get(pk=user.pk))
    assert (reached, held) == (fresh.citizen_ids, fresh._held)


def test_a_mandate_counts_from_the_next_request(amelie, bruno):
    assert amelie.citizen.pk not in visibility_of(AccountBackend().get_user(bruno.pk)).citizen_ids
    mandate = give_mandate(citizen=amelie.citizen, holder=bruno, kind=Mandate.Kind.HELPER, by=amelie)
    assert amelie.citizen.pk in visibility_of(AccountBackend().get_user(bruno.pk)).citizen_ids
    Mandate.objects.filter(pk=mandate.pk).delete()
    assert amelie.citizen.pk not in visibility_of(AccountBackend().get_user(bruno.pk)).citizen_ids


def test_dates_beyond_the_first_reading_are_still_listed(amelie, followed):
    """A helper of many: more near dates than one reading holds; those that come after are asked apart."""
    first = followed(amelie, days=1)
    whose = {"citizen": amelie.citizen, "concerned": amelie.citizen, "kind": first.kind}
    days = [first.due_on + dt.timedelta(days=days) for days in (40, 41)]
    Deadline.objects.bulk_create([Deadline(due_on=day, **whose) for day in days])
    past = [first.due_on - dt.timedelta(days=number) for number in range(1, READ + 5)]
    assert [one.due_on for one in later_deadlines(amelie, 4)] == days
    forget_visibility(amelie)
    Deadline.objects.bulk_create([Deadline(due_on=day, **whose) for day in past])
    assert len(list(waiting_deadlines(amelie))) == 20 and [one.due_on for one in later_deadlines(amelie, 4)] == days


def test_conversations_beyond_the_first_reading_still_wait(amelie, answered):
    old, newer = answered, dt.timedelta(hours=1)
    names = {"citizen": amelie.citizen, "organization": old.organization, "team": old.team}
    later = [Thread(subject="Objet", last_message_at=now() + newer, **names) for _ in range(12)]
    Thread.objects.bulk_create(later)
    assert [line.url for line in unread_threads(amelie)] == [old.get_absolute_url()]
