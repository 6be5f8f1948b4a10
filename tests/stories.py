"""The demonstration's whole story, told once for all the modules that read it: each test rolls back to its end.

It is long to tell, so it has a database of its own, beside the one of the run: a module whose tests ask for `story`
lives there from its first such test to its last.
"""

import datetime as dt

import pytest
from django.http import HttpResponse

from portal import urls
from portal.clock import today
from portal.consents.models import Channel
from portal.demonstration.seeding import seeds
from portal.demonstration.seeds import PEOPLE
from portal.documents.tasks import sweep_documents
from portal.installation import restores
from portal.installation.models import Installation
from portal.organizations.models import Organization
from portal.people.models import User
from portal.staff.actions import invite
from programs.findings.actions import advise
from programs.situations.actions import keep_situation
from reminders.deadlines.actions import follow
from reminders.deliveries.tasks import sweep_notices
from reminders.indicators import seeds as a_year
from reminders.kinds.models import DeadlineKind
from reminders.personal import actions as personal
from reminders.test_messages.actions import ask
from tests import databases


@pytest.fixture
def story(in_the_story, people) -> dict[str, User]:
    """Amélie's conversation with a team of the SAAQ, her documents and deadlines; key → account."""
    return people


@pytest.fixture(scope="module")
def in_the_story(database_of_the_story, django_db_blocker):
    with django_db_blocker.unblock():
        databases.connect(database_of_the_story)
    yield
    with django_db_blocker.unblock():
        databases.connect(databases.name())


@pytest.fixture(scope="session")
def database_of_the_story(django_db_setup, django_db_blocker):
    name = f"{databases.name()}_story"
    with django_db_blocker.unblock():
        databases.copy(databases.name(), becomes=name)
        Installation.objects.update(birthmark=restores.birthmark())  # a copy, but not one that was restored
        tell({person.key: User.objects.get(email=person.email) for person in PEOPLE})
        databases.connect(databases.name())
    yield name
    with django_db_blocker.unblock():
        databases.drop(name)
        databases.connect(databases.name())


def tell(people: dict[str, User]) -> None:
    """Of the year behind it, one deadline a month."""
    alone = {kind: (agent, 1) for kind, (agent, _count) in a_year.A_MONTH.items()}
    with pytest.MonkeyPatch.context() as shorter:
        shorter.setattr(a_year, "A_MONTH", alone)
        for seed in seeds()[1:]:
            seed(people)
    amelie = people["amelie"]
    licence = DeadlineKind.objects.get(code="permis-conduire-paiement")
    keep_situation(citizen=amelie.citizen, given={"resident_quebec": True}, by=amelie)
    advise(citizen=amelie.citizen, by=amelie)
    follow(citizen=amelie.citizen, kind=licence, due_on=today() + dt.timedelta(days=900), wordings={}, by=amelie)
    ask(citizen=amelie.citizen, channel=Channel.INBOX, by=amelie)
    noted = personal.Words("Le notaire", today() + dt.timedelta(days=20), None, [7])
    personal.add(citizen=amelie.citizen, words=noted, wordings={}, by=amelie)
    invite(email=amelie.email, role="supervisor", organization=Organization.objects.get(code="saaq"), by=None)
    # What the worker does: files screened, notices told.
    sweep_documents()
    sweep_notices()


@pytest.fixture
def bare_refusals(monkeypatch):
    """A refusal is its status, without a page: for those that count thousands of them. What each role is then shown is
    the matter of `test_each_role_is_shown_a_refusal_in_words`."""
    for status in (403, 404):
        bare = lambda request, exception, status=status: HttpResponse(status=status)  # noqa: E731
        monkeypatch.setattr(urls, f"handler{status}", bare)
