"""A conversation goes to another team, with what it holds; the person repeats nothing and sees where it is."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from messaging.threads import actions
from messaging.threads.models import TeamChange
from messaging.threads.passing import InDossier, PassedMeanwhile, pass_to, receivers_of
from portal import clock
from portal.audit.models import AuditEvent
from portal.documents.models import Document
from portal.documents.uploads import seal_upload
from portal.dossiers.actions import open_dossier
from portal.organizations.models import Team
from portal.requested_documents.actions import ask
from portal.work_items.models import WorkItem
from tests.portal.documents import corpus

pytestmark = pytest.mark.django_db


@pytest.fixture
def accidents(saaq) -> Team:
    return saaq.teams.get(name="Accidents de la route")


@pytest.fixture
def sorting() -> Team:
    return Team.objects.sorting_for_all().get()


def page_of(thread) -> str:
    return reverse("admin:threads_thread_pass", args=[thread.pk])


def test_everything_goes_with_it_by_the_day_that_was_promised(
    start, amelie, saaq_team, saaq_agent, accidents, people, signed_in
):
    thread = start(uploads=[seal_upload("bail.pdf", corpus.pdf())])
    due_on = clock.today() + dt.timedelta(days=5)
    ask(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, dossier=None, about=thread, label="Bail", due_on=due_on)
    promised = WorkItem.objects.get(kind=actions.ANSWER, done_at=None).due_at
    client = signed_in(saaq_agent)
    assert client.get(page_of(thread)).status_code == 200
    sent = client.post(page_of(thread), {"team": accidents.pk, "note": "Elle a eu un accident."}, follow=True)
    assert "transmise" in sent.content.decode()
    item = WorkItem.objects.get(kind=actions.ANSWER, done_at=None)
    assert (item.team, item.due_at) == (accidents, promised)
    assert Document.objects.get().team == accidents and thread.citizen.document_requests.get().team == accidents
    conversation = reverse("admin:threads_thread_change", args=[thread.pk])
    assert client.get(conversation).status_code == 404
    theirs = signed_in(people["benoit"]).get(conversation).content.decode()
    assert "Elle a eu un accident." in theirs and "Alain Côté" in theirs
    own = signed_in(amelie).get(thread.get_absolute_url()).content.decode()
    assert "Accidents de la route" in own and "Elle a eu un accident." not in own
    assert AuditEvent.objects.filter(verb="thread.passed").count() == 1


def test_one_already_answered_waits_for_its_new_team(start, answer, saaq_agent, accidents):
    thread = start()
    answer(thread)
    pass_to(by=saaq_agent, thread=thread, team=accidents)
    assert WorkItem.objects.get(kind=actions.ANSWER, done_at=None).team == accidents


def test_it_stays_in_its_organization(start, saaq_agent, ramq, saaq_team, sorting):
    thread = start()
    assert {team.organization_id for team in receivers_of(thread)} == {saaq_team.organization_id}
    for team in (ramq.teams.first(), sorting, saaq_team):
        with pytest.raises(PermissionDenied):
            pass_to(by=saaq_agent, thread=thread, team=team)


def test_what_was_to_sort_goes_to_any_organization(start, people, sorting, saaq_team, signed_in):
    thread = start(team=sorting)
    client = signed_in(people["nadia"])
    assert client.post(page_of(thread), {"team": saaq_team.pk}).status_code == 302
    thread.refresh_from_db()
    assert (thread.team, thread.organization_id) == (saaq_team, saaq_team.organization_id)
    events = AuditEvent.objects.filter(verb="thread.passed").values_list("organization_id", flat=True)
    assert set(events) == {sorting.organization_id, saaq_team.organization_id}
    pass_to(by=people["alain"], thread=thread, team=sorting)  # sorted wrong, it goes back
    assert TeamChange.objects.count() == 2


@pytest.mark.parametrize("key", ["benoit", "diane", "carole", "olga"])
def test_nobody_else_passes_it(start, accidents, people, signed_in, key):
    thread = start()
    with pytest.raises(PermissionDenied):
        pass_to(by=people[key], thread=thread, team=accidents)
    assert signed_in(people[key]).post(page_of(thread), {"team": accidents.pk}).status_code in {403, 404}


def test_two_colleagues_at_once(start, saaq_agent, accidents, people, saaq):
    thread = start()
    pass_to(by=saaq_agent, thread=thread, team=accidents)
    late = type(thread).objects.get(pk=thread.pk)
    late.team_id = Team.objects.get(organization=saaq, name="Permis de conduire").pk
    with pytest.raises(PassedMeanwhile):
        pass_to(by=people["aicha"], thread=late, team=accidents)


def test_one_of_a_dossier_stays_with_it(start, amelie, saaq_team, saaq_agent, accidents, signed_in):
    dossier = open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, number="S-2", title="Permis")
    thread = start(dossier=dossier)
    with pytest.raises(InDossier):
        pass_to(by=saaq_agent, thread=thread, team=accidents)
    answer = signed_in(saaq_agent).get(page_of(thread), follow=True)
    assert "l’équipe qui suit le dossier y répond" in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"team": "licorne"}, {"team": str(uuid.uuid4())}, {"note": "a" * 2_001}])
def test_bad_input_changes_nothing(start, saaq_agent, signed_in, sent):
    thread = start()
    assert signed_in(saaq_agent).post(page_of(thread), sent).status_code == 422
    assert not TeamChange.objects.exists()


def test_an_answer_that_comes_after_is_not_lost(start, saaq_agent, accidents, people, signed_in):
    """Written in a second tab while the conversation was given to another team."""
    thread = start()
    pass_to(by=saaq_agent, thread=thread, team=accidents)
    page = reverse("admin:threads_thread_change", args=[thread.pk])
    answer = signed_in(saaq_agent).post(page, {"body": "Voici ma réponse.", "key": uuid.uuid4()})
    assert answer.status_code == 409 and "Voici ma réponse." in answer.content.decode()
    assert "Accidents de la route" in answer.content.decode() and thread.messages.count() == 1
    assert signed_in(saaq_agent).get(page).status_code == 404
    assert signed_in(people["diane"]).post(page, {"body": "Voici."}).status_code == 404
