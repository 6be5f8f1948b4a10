"""A date that was never a person's leaves their space; they read it there, and nothing more reminds them of it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.client_numbers.models import ClientNumber
from portal.clock import today
from portal.dossiers.actions import open_dossier
from portal.notices.models import Notice
from reminders.deadlines.actions import open_deadline
from reminders.deadlines.models import Deadline
from reminders.imported_deadlines.actions import link, link_again, receive
from reminders.imported_deadlines.leaving import unlink
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.rows import ImportedRow
from reminders.inbox.models import InboxItem
from reminders.reminders.models import Reminder

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(kind, saaq):
    def one(reference="r1", number="A 100", days=60, **more):
        row = ImportedRow(reference, kind, number, today() + dt.timedelta(days=days), None, "open", **more)
        return receive(organization=saaq, rows=[row], by=None, origin=Deadline.Origin.IMPORT)

    return one


@pytest.fixture
def served(agreed, amelie, saaq_team, saaq_agent) -> ClientNumber:
    """Amélie's number, and the agent who serves her."""
    open_dossier(citizen=amelie.citizen, team=saaq_team, number="T-1", title="Permis", by=saaq_agent)
    return agreed


def notices_of(user) -> list[str]:
    return list(Notice.objects.filter(citizen=user.citizen).order_by("created_at", "pk").values_list("kind", flat=True))


def read(browser, user, kind) -> str:
    """The page of the notice in the person's space."""
    item = InboxItem.objects.create(citizen=user.citizen, notice=Notice.objects.get(citizen=user.citizen, kind=kind))
    return browser.get(item.get_absolute_url()).content.decode()


@pytest.mark.parametrize("is_known", [True, False])
def test_a_corrected_number_is_told_to_whom_the_date_leaves(agreed, send, saaq, amelie, bruno, signed_in, is_known):
    """Whether or not somebody is known under the right number."""
    send()
    if is_known:
        link(citizen=bruno.citizen, organization=saaq, number="B-7", how="code", by=bruno)
    send(number="B-7", may_renumber=True)
    left = Deadline.objects.get(citizen=amelie.citizen, origin="import")
    assert left.state == "cancelled" and not Reminder.objects.filter(deadline=left, state="planned").exists()
    assert notices_of(amelie) == ["date_removed"]
    page = read(signed_in(amelie), amelie, "date_removed")
    assert "Une date a été retirée de votre espace" in page and left.kind.title_fr in page and "Appelez le" in page


def test_a_date_that_she_asked_for_herself_stays(agreed, send, kind, amelie):
    mine = open_deadline(citizen=amelie.citizen, kind=kind, due_on=today() + dt.timedelta(days=60), by=amelie)
    send()
    send(number="B-7", may_renumber=True)
    mine.refresh_from_db()
    assert mine.is_open and notices_of(amelie) == []


def test_a_date_that_another_row_still_brings_stays(agreed, send, amelie):
    send("r1")
    send("r2")
    send("r1", number="B-7", may_renumber=True)
    assert Deadline.objects.get(citizen=amelie.citizen, origin="import").is_open and notices_of(amelie) == []


def test_a_number_linked_wrongly_leaves_with_its_dates(served, send, saaq, amelie, bruno, saaq_agent, signed_in):
    send()
    number = unlink(number=served, reason="other_person", by=saaq_agent)
    deadline = Deadline.objects.get(citizen=amelie.citizen, origin="import")
    assert (deadline.state, deadline.closed_by) == ("cancelled", saaq_agent)
    assert not Reminder.objects.filter(state="planned").exists()
    assert ImportedDeadline.objects.unmatched().get().deadline is None
    event = AuditEvent.objects.get(verb="client_number.ended")
    assert (event.citizen_id, event.detail) == (amelie.citizen.pk, {"reason": "other_person"})
    assert notices_of(amelie) == ["number_unlinked"] and str(saaq) in read(signed_in(amelie), amelie, "number_unlinked")
    assert unlink(number=number, reason="old", by=saaq_agent).ended_reason == "other_person", "twice is once"
    link(citizen=bruno.citizen, organization=saaq, number="A-100", how="agent", by=saaq_agent)
    assert Deadline.objects.open().get(origin="import").citizen == bruno.citizen


def test_that_dossiers_leave_too_is_said_to_the_agent_and_to_the_person(served, amelie, saaq_agent, signed_in):
    agent, address = signed_in(saaq_agent), reverse("admin:assisted_servedperson_change", args=[amelie.citizen.pk])
    asked = agent.get(address).content.decode()
    assert "Les dates et les dossiers venus par ce numéro" in asked and "des dossiers nouveaux" in asked
    sent = {"act": "unlink", "number": served.pk, "reason": "other_person"}
    assert "Ses dates et ses dossiers attendent" in agent.post(address, sent, follow=True).content.decode()
    page = read(signed_in(amelie), amelie, "number_unlinked")
    assert "venus par lui ne sont plus dans votre espace" in page and "Appelez le" in page
    restored = agent.post(address, {"act": "link_again", "number": served.pk}, follow=True).content.decode()
    assert "ses dates sont revenues, et ses dossiers sont ouverts de nouveau" in restored


def test_it_is_undone_without_a_date_coming_twice(served, send, amelie, saaq_agent):
    send()
    number = unlink(number=served, reason="mistyped", by=saaq_agent)
    link_again(number=number, by=saaq_agent)
    deadline = Deadline.objects.get(citizen=amelie.citizen, origin="import")
    assert deadline.is_open and ImportedDeadline.objects.get().deadline == deadline
    assert Reminder.objects.filter(deadline=deadline, state="planned").exists()
    assert notices_of(amelie) == ["number_unlinked", "number_linked"]


def test_only_who_serves_the_person_there(served, ramq_agent, saaq_agent_other_team, amelie):
    for stranger in (ramq_agent, saaq_agent_other_team, amelie):
        with pytest.raises(PermissionDenied):
            unlink(number=served, reason="old", by=stranger)
        with pytest.raises(PermissionDenied):
            link_again(number=served, by=stranger)


def test_on_the_page_where_the_person_is_served(served, send, amelie, saaq_agent, signed_in):
    send()
    agent_client, address = (
        signed_in(saaq_agent),
        reverse("admin:assisted_servedperson_change", args=[amelie.citizen.pk]),
    )
    assert "Relié par erreur?" in agent_client.get(address).content.decode()
    asked = agent_client.post(address, {"act": "unlink", "number": served.pk, "reason": ""})
    assert asked.status_code == 422 and "Choisissez pourquoi" in asked.content.decode()
    agent_client.post(address, {"act": "unlink", "number": served.pk, "reason": "other_person"})
    page = agent_client.get(address).content.decode()
    assert "Rétablir le lien" in page and "Relié par erreur?" not in page
    agent_client.post(address, {"act": "link_again", "number": served.pk})
    assert ClientNumber.objects.in_force().get().citizen == amelie.citizen
    agent_client.post(address, {"act": "link_again", "number": served.pk})
    assert ClientNumber.objects.in_force().count() == 1
