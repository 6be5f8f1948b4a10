"""Who sees the date of somebody: hers alone when she asked for it, her team's when the organization gave it."""

import datetime as dt

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import now, today
from portal.consents.models import Channel
from portal.dossiers.actions import open_dossier
from portal.notices.actions import announce
from portal.organizations.actions import make_team
from portal.organizations.models import Organization
from portal.work_items.models import WorkItem
from reminders.calls.actions import put_on_list
from reminders.calls.models import Call
from reminders.deadlines.actions import mark_done, open_deadline
from reminders.deadlines.models import Deadline
from reminders.deadlines.routing import teams_of
from reminders.deliveries.models import WHOSE, Delivery
from reminders.fallback.models import DeadLetter
from reminders.fallback.work import KIND, open_work
from reminders.imported_deadlines.actions import receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.rows import ImportedRow
from reminders.kinds.models import DeadlineKind
from tests.reminders.paper import agree, delivery_of, reminder_of

pytestmark = pytest.mark.django_db
STAFF = ["alain", "aicha", "benoit", "brigitte", "diane", "sylvie", "steve", "emile", "daniel", "carole", "olga"]
SECTIONS = [
    "deadlines/deadline", "deliveries/delivery", "calls/call", "fallback/deadletter", "assisted/servedperson",
    "indicators/outcome", "imported_deadlines/importeddeadline",
]  # fmt: skip


def page_of(deadline) -> str:
    return reverse("admin:deadlines_deadline_change", args=[deadline.pk])


def who_sees(people, model) -> set[str]:
    return {
        key for key in [*STAFF, "amelie", "rachel", "bruno", "samir"] if model.objects.visible_to(people[key]).exists()
    }


def failed(citizen, deadline) -> Delivery:
    """An e-mail of that date that did not arrive, as a sweep leaves it."""
    reminder = deadline.reminders.order_by("pk").first()
    delivery = delivery_of(citizen, Channel.EMAIL, reminder, state="failed", code="550")
    organizations = [deadline.kind.organization_id]
    whose = {name: getattr(delivery, name) for name in WHOSE}
    DeadLetter.objects.create(citizen=citizen, delivery=delivery, organization_ids=organizations, since=now(), **whose)
    return delivery


@pytest.mark.parametrize("model", [Deadline, Delivery, DeadLetter])
def test_what_a_person_asked_for_is_hers_alone(people, followed, amelie, model):
    """Those who act for her see it in her space; of the staff, nobody, whatever their team or their organization."""
    failed(amelie.citizen, followed(amelie))
    expected = {Deadline: {"amelie", "rachel"}, Delivery: {"amelie", "rachel"}, DeadLetter: {"olga"}}
    assert who_sees(people, model) == expected[model]  # the operation of the portal sees no name (test_room)


@pytest.mark.parametrize("model", [Deadline, Delivery, DeadLetter])
def test_what_the_organization_gave_goes_by_the_team_of_the_kind(people, given, amelie, model):
    failed(amelie.citizen, given(amelie))
    team = {"alain", "aicha", "sylvie"}
    expected = {Deadline: {"amelie", "rachel"}, Delivery: {"amelie", "rachel"}, DeadLetter: {"olga"}}
    assert who_sees(people, model) == team | expected[model]


def test_or_by_the_team_of_the_dossier(people, given, amelie, saaq, saaq_agent_other_team):
    team = saaq.teams.get(name="Accidents de la route")
    given(amelie)
    open_dossier(by=saaq_agent_other_team, citizen=amelie.citizen, team=team, number="S-9", title="Accident")
    assert {"benoit", "brigitte"} < who_sees(people, Deadline)
    assert "diane" not in who_sees(people, Deadline)


def test_without_a_team_the_supervisors_alone(people, given, amelie, licence):
    given(amelie)
    DeadlineKind.objects.filter(pk=licence.pk).update(team=None)
    assert who_sees(people, Deadline) == {"amelie", "rachel", "sylvie"}


@pytest.mark.parametrize("key", STAFF)
def test_no_room_of_gestion_names_her(people, signed_in, followed, amelie, key):
    """Lists, counts and their pages; the person has no dossier anywhere."""
    delivery = failed(amelie.citizen, followed(amelie))
    client = signed_in(people[key])
    rooms = [f"/gestion/{room}/" for room in SECTIONS]
    for address in (*rooms, page_of(Deadline.objects.get()), f"/gestion/deliveries/delivery/{delivery.pk}/change/"):
        answer = client.get(address, follow=True)
        assert "Tremblay" not in answer.content.decode().split("<main", 1)[-1]


def test_served_she_shows_it_and_only_then(people, signed_in, followed, amelie, saaq_agent, saaq_team):
    """The agent of a team with her dossier is led to her page, which is journaled; then the date opens."""
    deadline, client = followed(amelie, days=40), signed_in(saaq_agent)
    assert client.get(page_of(deadline)).status_code == 404  # no dossier: it does not exist
    open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, number="S-9", title="Permis")
    served = reverse("admin:assisted_servedperson_change", args=[amelie.citizen.pk])
    for method in (client.get, client.post):
        answer = method(page_of(deadline), {"act": "pause", "sure": "1"})
        assert (answer.status_code, answer.url) == (302, served)
    assert "visible ici seulement" in client.get(served).content.decode()
    assert AuditEvent.objects.filter(verb="person.opened", citizen_id=amelie.citizen.pk).count() == 1
    assert client.get(page_of(deadline)).status_code == 200
    client.post(page_of(deadline), {"act": "pause", "sure": "1"})
    deadline.refresh_from_db()
    assert deadline.paused_by == saaq_agent
    assert "Tremblay" not in client.get("/gestion/deadlines/deadline/").content.decode().split("<main", 1)[-1]


def test_another_persons_service_does_not_open_hers(
    signed_in, followed, amelie, bruno, saaq_agent, saaq_team, clock_offset
):
    deadline, client = followed(amelie, days=40), signed_in(saaq_agent)
    for number, user in enumerate((amelie, bruno)):
        open_dossier(by=saaq_agent, citizen=user.citizen, team=saaq_team, number=f"S-{number}", title="Permis")
        client.get(reverse("admin:assisted_servedperson_change", args=[user.citizen.pk]))
    assert client.get(page_of(deadline)).status_code == 302
    client.get(reverse("admin:assisted_servedperson_change", args=[amelie.citizen.pk]))
    assert client.get(page_of(deadline)).status_code == 200
    clock_offset(minutes=31)
    assert client.get(page_of(deadline)).status_code == 302


def test_the_date_that_comes_back_is_as_private(followed, given, amelie, bruno):
    for user, make, private in ((amelie, followed, True), (bruno, given, False)):
        mark_done(deadline=make(user), by=user)
        assert Deadline.objects.get(origin="renewal", citizen=user.citizen).is_private is private


def test_the_organization_gives_the_same_date_itself(followed, amelie, licence, saaq_agent):
    deadline = followed(amelie)
    asked = {"citizen": amelie.citizen, "kind": licence, "due_on": deadline.due_on}
    again = open_deadline(**asked, by=saaq_agent, origin=Deadline.Origin.AGENT)
    assert again.pk == deadline.pk and not again.is_private
    assert AuditEvent.objects.filter(verb="deadline.shared", citizen_id=amelie.citizen.pk).exists()
    assert not open_deadline(**asked, by=amelie).is_private  # asked for again, it stays the organization's too


def test_the_page_says_who_sees_it(signed_in, followed, given, amelie, bruno, licence):
    client = signed_in(amelie)
    asking = client.get(reverse("deadlines:remind_me", args=[licence.code])).content.decode()
    mine = client.get(followed(amelie).get_absolute_url()).content.decode()
    assert all("Vous seule ou seul voyez cette date" in page for page in (asking, mine))
    theirs = signed_in(bruno).get(given(bruno).get_absolute_url()).content.decode()
    assert "Permis de conduire" in theirs and "Vous seule" not in theirs


# Tasks and calls


def test_whoever_receives_a_task_opens_what_it_asks(
    people, signed_in, followed, given, amelie, bruno, saaq, saaq_agent
):
    """A private date: the team of the dossier, through the person's page; another: the team of the kind, directly."""
    accidents = saaq.teams.get(name="Accidents de la route")
    open_dossier(by=people["benoit"], citizen=amelie.citizen, team=accidents, number="S-9", title="Accident")
    open_work([followed(amelie), given(bruno)])
    items = {item.team.name: item for item in WorkItem.objects.filter(kind=KIND)}
    assert set(items) == {"Accidents de la route", "Permis de conduire"}
    for name, key, words in (("Accidents de la route", "benoit", "Amélie"), ("Permis de conduire", "alain", "Bruno")):
        answer = signed_in(people[key]).get(items[name].get_absolute_url(), follow=True)
        assert answer.status_code == 200 and words in answer.content.decode().split("<main", 1)[-1]
    queue = signed_in(people["benoit"]).get("/gestion/work_items/workitem/").content.decode()
    assert "Rappel que la personne a demandé" in queue and "Permis" not in queue.split("<main", 1)[-1]


def test_a_private_date_of_somebody_whom_no_team_serves_is_nobody_s_task(followed, amelie):
    assert open_work([followed(amelie)]) == 0 and not WorkItem.objects.filter(kind=KIND).exists()


def test_each_team_calls_for_its_own(people, licence, saaq, saaq_agent, amelie):
    agree(amelie.citizen, Channel.PHONE, amelie)
    accidents = saaq.teams.get(name="Accidents de la route")
    other = DeadlineKind.objects.get(pk=licence.pk)
    other.pk, other.code, other.team, other.title_fr = None, "rente", accidents, "Rente d’accident"
    other.id = Organization().pk
    other.save(force_insert=True)
    for step in licence.steps.all():
        step.pk, step.kind = None, other
        step.save(force_insert=True)
    reminders = [reminder_of(amelie.citizen, licence), reminder_of(amelie.citizen, other)]
    delivery = delivery_of(amelie.citizen, Channel.PHONE, *reminders)
    for _ in range(2):
        put_on_list(deliveries=[delivery], at=now(), by=None)
    mine, theirs = (Call.objects.visible_to(people[key]).get() for key in ("alain", "benoit"))
    assert (mine.reminder_ids, theirs.reminder_ids) == ([reminders[0].pk], [reminders[1].pk])
    assert Call.objects.visible_to(people["sylvie"]).count() == 2
    assert not Call.objects.visible_to(people["diane"]).exists()


def test_a_call_for_a_private_date_is_made_by_the_team_of_the_kind(people, followed, amelie):
    deadline = followed(amelie, channels=[Channel.INBOX])
    reminder = deadline.reminders.order_by("pk").first()
    put_on_list(deliveries=[delivery_of(amelie.citizen, Channel.PHONE, reminder)], at=now(), by=None)
    assert {key for key in STAFF if Call.objects.visible_to(people[key]).exists()} == {"alain", "aicha", "sylvie"}


def test_routing_prefers_a_team_that_has_the_dossier(given, amelie, bruno, saaq, saaq_team, saaq_agent):
    accidents = saaq.teams.get(name="Accidents de la route")
    mine, theirs = given(amelie), given(bruno)
    open_dossier(by=saaq_agent, citizen=amelie.citizen, team=accidents, number="S-9", title="Accident")
    assert teams_of([mine, theirs]) == {mine.pk: accidents.pk, theirs.pk: saaq_team.pk}
    open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, number="S-10", title="Permis")
    assert teams_of([mine]) == {mine.pk: saaq_team.pk}


def test_a_notice_goes_by_the_team_of_its_subject(people, amelie, saaq, saaq_team, saaq_agent):
    dossier = open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, number="S-9", title="Permis")
    notice = announce(kind="message", citizen=amelie.citizen, subject=dossier, organization=saaq, by=saaq_agent)
    assert notice.team == saaq_team
    delivery_of(amelie.citizen, Channel.EMAIL, notice_ids=[notice.pk])
    assert who_sees(people, Delivery) == {"amelie", "rachel", "alain", "aicha", "sylvie"}


def test_what_waits_for_its_person_goes_by_the_team_of_the_kind(people, licence, saaq, signed_in):
    """The number that waits for two teams is shown to each with what is its own."""
    other = DeadlineKind.objects.filter(organization=saaq).exclude(pk=licence.pk).order_by("code").first()
    DeadlineKind.objects.filter(pk=other.pk).update(team=saaq.teams.get(name="Accidents de la route"))
    days = {licence: 20, other: 10}
    rows = [
        ImportedRow(f"r-{n}", kind, "C-1", today() + dt.timedelta(days=n), None, "open") for kind, n in days.items()
    ]
    receive(organization=saaq, rows=rows, by=None, origin="import")
    seen = {key: ImportedDeadline.objects.visible_to(people[key]).count() for key in STAFF}
    expected = {"alain": 1, "aicha": 1, "benoit": 1, "brigitte": 1, "sylvie": 2, "emile": 2, "carole": 2}
    assert {key: count for key, count in seen.items() if count} == expected
    for key, wanted in (("alain", "r-20"), ("benoit", "r-10"), ("sylvie", "r-10")):
        line = ImportedDeadline.objects.visible_to(people[key]).by_number().get()
        assert (line.reference, line.waiting) == (wanted, seen[key])


# The team of a kind


def test_the_first_team_of_an_organization_answers_for_its_kinds(people):
    organization = DeadlineKind.objects.filter(organization__teams=None).first().organization
    team = make_team(organization=organization, name="Accueil", by=None)
    assert set(organization.deadline_kinds.values_list("team", flat=True)) == {team.pk}
    make_team(organization=organization, name="Autre", by=None)
    assert set(organization.deadline_kinds.values_list("team", flat=True)) == {team.pk}


def test_reference_kinds_have_the_only_team_of_their_organization(people):
    kinds = DeadlineKind.objects.filter(organization__code="retraite-quebec")
    assert kinds.exists() and set(kinds.values_list("team__name", flat=True)) == {"Rentes et allocations"}
