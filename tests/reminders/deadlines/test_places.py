"""An appointment's hour belongs to its place; the person's zone only decides when reminders ring."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from portal.clock import today
from portal.consents.models import Channel, Purpose
from portal.dossiers.actions import open_dossier
from portal.organizations.actions import change_team, describe
from portal.organizations.models import Team
from portal.people.actions import amend
from reminders.deadlines.actions import follow, move, open_deadline
from reminders.deadlines.models import Deadline
from reminders.deliveries.actions import send_ready
from reminders.deliveries.release import release_due
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.preferences.wordings import wording_of
from reminders.reminders.places import hour_in_words, starts_at, zone_of

ISLANDS, EAST, COAST = "America/Halifax", "America/Toronto", "America/Blanc-Sablon"
pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(licence) -> DeadlineKind:
    """An appointment with the SAAQ, in Québec City."""
    DeadlineKind.objects.filter(pk=licence.pk).update(nature=DeadlineKind.Nature.APPOINTMENT, basis="appointment")
    licence.refresh_from_db()
    return licence


@pytest.fixture
def islander(amelie):
    amend(citizen=amelie.citizen, columns={"time_zone": ISLANDS}, by=amelie)
    return amelie


def appointment(user, kind: DeadlineKind, hour: dt.time = dt.time(14, 30), days: int = 40) -> Deadline:
    day = today() + dt.timedelta(days=days)
    return open_deadline(citizen=user.citizen, kind=kind, due_on=day, due_time=hour, by=user)


def local(deadline: Deadline, zone: str) -> str:
    return f"{starts_at(deadline).astimezone(ZoneInfo(zone)):%H:%M}"


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_the_place_is_the_deadlines_own_or_the_teams_or_the_organizations(amelie, visit, saaq, saaq_team):
    deadline = appointment(amelie, visit)
    assert zone_of(deadline) == EAST
    DeadlineKind.objects.filter(pk=visit.pk).update(team=saaq_team)
    Team.objects.filter(pk=saaq_team.pk).update(time_zone=ISLANDS)
    assert zone_of(Deadline.objects.get(pk=deadline.pk)) == ISLANDS
    there = appointment(amelie, visit, dt.time(9, tzinfo=ZoneInfo(COAST)))
    assert (there.pk, there.due_time, zone_of(there)) == (deadline.pk, dt.time(9), COAST)


def test_the_person_moves_and_the_appointment_does_not(islander, visit):
    deadline = appointment(islander, visit)
    assert (local(deadline, EAST), local(deadline, ISLANDS)) == ("14:30", "15:30")
    step = deadline.reminders.planned().filter(step__offset_days=-1).get()
    assert step.due_at.astimezone(ZoneInfo(ISLANDS)).hour == 9, "it rings at the person's hour"
    assert step.useful_until <= starts_at(deadline)


def test_the_page_names_the_zone_when_the_clocks_differ(islander, bruno, visit, signed_in):
    page = signed_in(islander).get(appointment(islander, visit).get_absolute_url()).content.decode()
    assert "14 h 30, heure de l’Est (15 h 30 chez vous)" in plain(page)
    page = signed_in(bruno).get(appointment(bruno, visit).get_absolute_url()).content.decode()
    assert "14 h 30" in plain(page) and "heure de l’Est" not in page


def test_the_next_reminder_is_said_on_the_persons_clock(islander, visit, signed_in):
    appointment(islander, visit)
    page = plain(signed_in(islander).get(reverse("deadlines:deadlines")).content.decode())
    assert "Prochain rappel" in page and "à 9 h<" in page and "à 8 h<" not in page


def test_a_day_without_an_hour_is_the_persons_own(islander, followed):
    deadline = followed(islander)
    assert hour_in_words(deadline) == "" and starts_at(deadline) is None


def test_messages_name_the_zone_only_to_whom_it_helps(islander, bruno, visit, mail_sink, clock_offset):
    for user in (islander, bruno):
        day = today() + dt.timedelta(days=10)
        words = {Channel.EMAIL: wording_of(Purpose.REMINDERS, Channel.EMAIL)}
        follow(citizen=user.citizen, kind=visit, due_on=day, due_time=dt.time(14, 30), wordings=words, by=user)
    ReminderStep.objects.filter(kind=visit).update(text_fr="Rendez-vous le {date}, {where}.", by_channel={})
    clock_offset(days=4)
    release_due()
    send_ready()
    data = {message["To"]: plain(message.get_body("plain").get_content()) for message in mail_sink.messages}
    assert "14 h 30 (heure de l’Est)" in data[islander.email].replace("\n", " ")
    assert "14 h 30" in data[bruno.email] and "heure de l’Est" not in data[bruno.email]


def test_another_zone_of_the_organization_plans_again(amelie, visit, saaq, saaq_administrator):
    deadline = appointment(amelie, visit, days=10)
    before = deadline.reminders.planned().filter(step__offset_days=-1).get().useful_until
    saaq.time_zone = ISLANDS
    describe(organization=saaq, by=saaq_administrator)
    deadline.refresh_from_db()
    after = deadline.reminders.planned().filter(step__offset_days=-1).get().useful_until
    assert before - after == dt.timedelta(hours=1) and deadline.sequence == 1
    describe(organization=saaq, by=saaq_administrator)
    deadline.refresh_from_db()
    assert deadline.sequence == 1, "nothing changed"


def test_another_zone_of_the_team_too(amelie, visit, saaq_team, saaq_administrator):
    DeadlineKind.objects.filter(pk=visit.pk).update(team=saaq_team)
    deadline = appointment(amelie, DeadlineKind.objects.get(pk=visit.pk))
    saaq_team.time_zone = COAST
    change_team(team=saaq_team, by=saaq_administrator)
    deadline.refresh_from_db()
    assert deadline.sequence == 1 and zone_of(Deadline.objects.get(pk=deadline.pk)) == COAST


def test_moving_keeps_the_place_unless_another_hour_is_told(amelie, visit):
    deadline = appointment(amelie, visit, dt.time(9, tzinfo=ZoneInfo(ISLANDS)))
    moved = move(deadline=deadline, due_on=deadline.due_on + dt.timedelta(days=1), by=amelie)
    assert (moved.due_time, moved.time_zone) == (dt.time(9), ISLANDS)
    moved = move(deadline=moved, due_on=moved.due_on, due_time=dt.time(10), by=amelie)
    assert (moved.due_time, moved.time_zone) == (dt.time(10), "")


# -- asking ------------------------------------------------------------------------------------------------------------
def ask(client, kind, **values):
    day = today() + dt.timedelta(days=40)
    address = reverse("deadlines:remind_me", args=[kind.code])
    return client.post(address, {"due_on": day.isoformat(), "due_time": "14:30", **values})


def test_who_lives_elsewhere_says_which_clock(islander, visit, signed_in):
    client = signed_in(islander)
    page = client.get(reverse("deadlines:remind_me", args=[visit.code])).content.decode()
    assert "Cette heure est celle de quel endroit?" in page and "heure de l’Est (celui de l’organisme)" in page
    ask(client, visit, place=ISLANDS)
    deadline = Deadline.objects.get()
    assert (deadline.due_time, deadline.time_zone, local(deadline, ISLANDS)) == (dt.time(14, 30), ISLANDS, "14:30")
    moved = client.get(reverse("deadlines:change_date", args=[deadline.pk]))
    assert moved.context["form"]["place"].value() == ISLANDS
    client.post(
        reverse("deadlines:change_date", args=[deadline.pk]),
        {"due_on": deadline.due_on.isoformat(), "due_time": "10:00", "place": ""},
    )
    deadline.refresh_from_db()
    assert (deadline.due_time, deadline.time_zone) == (dt.time(10), "")


def test_who_lives_there_is_not_asked(bruno, visit, signed_in):
    client = signed_in(bruno)
    page = client.get(reverse("deadlines:remind_me", args=[visit.code])).content.decode()
    assert "quel endroit" not in page
    ask(client, visit)
    assert Deadline.objects.get().time_zone == ""


def test_an_agent_says_the_place(bruno, visit, saaq_team, saaq_agent, signed_in):
    open_dossier(citizen=bruno.citizen, team=saaq_team, number="T-1", title="Permis", by=saaq_agent)
    address = reverse("admin:assisted_servedperson_change", args=[bruno.citizen.pk])
    day = today() + dt.timedelta(days=40)
    data = {"act": "deadline", "kind": visit.pk, "due_on": day.isoformat(), "due_time": "9:00", "place": ISLANDS}
    client = signed_in(saaq_agent)
    assert client.post(address, data).status_code == 302
    deadline = Deadline.objects.get()
    assert (deadline.due_time, deadline.time_zone) == (dt.time(9), ISLANDS)
    page = client.get(reverse("admin:deadlines_deadline_change", args=[deadline.pk])).content.decode()
    assert "9 h, heure de l’Atlantique" in plain(page)
