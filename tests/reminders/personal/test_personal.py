"""Any date that a person types herself: no organization, her words, before and after, by the channels she chose."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import now, today
from portal.consents.models import Channel, Consent, Purpose
from portal.notices.models import Notice
from portal.people.models import Citizen, User
from portal.work_items.todo import todo_of
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_notices
from reminders.inbox.models import InboxItem
from reminders.kinds.models import DeadlineKind
from reminders.personal import actions
from reminders.personal.ladder import instants, next_instant
from reminders.personal.models import PersonalReminder

pytestmark = pytest.mark.django_db
NEW, LIST, HOME = reverse("personal:personal_new"), reverse("deadlines:deadlines"), reverse("pages:space")
SECRET = "Rappeler le notaire Canarinette"
ZONE = "America/Toronto"


def typed(days: int = 10, **more) -> dict:
    due_on = (today() + dt.timedelta(days=days)).isoformat()
    return {"title": SECRET, "due_on": due_on, "days_before": ["7", "1", "-1"], **more}


@pytest.fixture
def noted(bruno):
    def make(days: int = 10, before=(7, 1, -1)) -> PersonalReminder:
        words = actions.Words(SECRET, today() + dt.timedelta(days=days), None, list(before))
        return actions.add(citizen=bruno.citizen, words=words, wordings={}, by=bruno)

    return make


def test_begun_from_reminders_made_changed_done_and_deleted(signed_in, bruno):
    client = signed_in(bruno)
    assert NEW in client.get(reverse("kinds:kinds")).content.decode()
    made = client.post(NEW, typed(email="on", due_time="14:30"), follow=True)
    mine = PersonalReminder.objects.get()
    assert SECRET in made.content.decode() and "14\u00a0h\u00a030" in made.content.decode()
    given = Consent.objects.in_force().filter(citizen=bruno.citizen, purpose=Purpose.REMINDERS)
    assert {consent.channel for consent in given} == {Channel.INBOX, Channel.EMAIL}
    edit = reverse("personal:personal_edit", args=[mine.pk])
    assert SECRET in client.get(edit).content.decode()
    client.post(edit, typed(20, title="Autre chose", days_before=["0"]))
    mine.refresh_from_db()
    assert (mine.title, mine.days_before, mine.due_time) == ("Autre chose", [0], None)
    client.post(reverse("personal:personal_done", args=[mine.pk]))
    mine.refresh_from_db()
    assert not mine.is_open and mine.next_at is None and mine.closed_by == bruno
    client.post(reverse("personal:personal_reopen", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.is_open and mine.next_at
    delete = reverse("personal:personal_delete", args=[mine.pk])
    assert "Supprimer ce rappel?" in client.get(delete).content.decode() and PersonalReminder.objects.exists()
    client.post(delete)
    assert not PersonalReminder.objects.exists()
    events = AuditEvent.objects.filter(verb__startswith="personal_reminder.", citizen_id=bruno.citizen.pk)
    assert events.count() == 5 and SECRET not in str(list(events.values()))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": "  "}, "Écrivez en quelques mots"),
        ({"due_on": ""}, "Indiquez la date."),
        ({"due_on": "demain"}, "année-mois-jour"),
        ({"due_on": "2020-01-01"}, "Cette date est passée"),
        ({"due_on": "2190-01-01"}, "trop lointaine"),
        ({"due_on": "9999-12-31"}, "trop lointaine"),
        ({"due_time": "25:99"}, "Écrivez l’heure ainsi"),
        ({"days_before": []}, "Choisissez au moins un moment"),
        ({"days_before": ["12"]}, "Choisissez dans la liste"),
        ({"title": "x" * 500}, "120"),
    ],
)
def test_each_mistake_says_what_to_write(signed_in, bruno, wrong, said):
    answer = signed_in(bruno).post(NEW, typed() | wrong)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not PersonalReminder.objects.exists() and not Consent.objects.filter(citizen=bruno.citizen).exists()


def test_beyond_the_most_nothing_is_kept_until_one_is_done(noted, signed_in, bruno, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    first, client = noted(), signed_in(bruno)
    assert noted(20) and noted() == first  # asked again, it is there already
    refused = client.post(NEW, typed(30, email="on"))
    assert refused.status_code == 422 and "Supprimez ceux qui ne servent plus" in refused.text
    assert PersonalReminder.objects.count() == 2 and not Consent.objects.filter(citizen=bruno.citizen).exists()
    client.post(reverse("personal:personal_done", args=[first.pk]))
    assert client.post(NEW, typed(30)).status_code == 302


def test_moments_already_past_are_refused(signed_in, bruno):
    answer = signed_in(bruno).post(NEW, typed(2, days_before=["30", "7"]))
    assert answer.status_code == 422 and "déjà passés" in answer.content.decode()


@time_machine.travel("2027-03-02T20:00:00+00:00", tick=True)
@pytest.mark.parametrize("days_before", [["0"], ["0", "-1"], ["-1"]])
def test_an_hour_already_past_is_named_and_not_the_moments(signed_in, bruno, days_before):
    """It is 15:00 in Québec."""
    client, today_at = signed_in(bruno), typed(0, days_before=days_before)
    page = client.post(NEW, today_at | {"due_time": "08:00"}).content.decode()
    assert "Cette heure est déjà passée" in page and "Ces moments sont déjà passés" not in page
    assert not PersonalReminder.objects.exists()
    page = client.post(NEW, today_at | {"due_time": "18:00"}).content.decode()
    assert "Cette heure est déjà passée" not in page


def test_two_clicks_make_one(signed_in, bruno):
    client = signed_in(bruno)
    for _ in range(2):
        client.post(NEW, typed())
    assert PersonalReminder.objects.count() == 1


def test_it_leaves_when_it_must_and_says_nothing_of_it(noted, bruno, clock_offset):
    noted()
    assert actions.tell_due() == 0
    clock_offset(days=4)
    assert (actions.tell_due(), actions.tell_due()) == (1, 0)
    notice = Notice.objects.get(kind=Notice.Kind.PERSONAL)
    assert notice.purpose == Purpose.REMINDERS and notice.organization is None
    clock_offset(days=10)
    assert actions.tell_due() == 1  # late or not, once for what was missed
    clock_offset(days=12)
    assert actions.tell_due() == 1
    clock_offset(days=40)
    assert actions.tell_due() == 0 and Notice.objects.filter(kind=Notice.Kind.PERSONAL).count() == 3


def test_by_the_channels_chosen_and_in_the_inbox(signed_in, bruno, clock_offset):
    client = signed_in(bruno)
    client.post(NEW, typed(email="on"))
    clock_offset(days=4)
    actions.tell_due()
    release_notices()
    assert set(Delivery.objects.filter(recipient=bruno.citizen).values_list("channel", flat=True)) == {Channel.EMAIL}
    item = InboxItem.objects.get(citizen=bruno.citizen)
    assert SECRET not in item.title
    opened = signed_in(bruno).get(item.get_absolute_url())
    assert opened.status_code == 302 and opened.url == PersonalReminder.objects.get().get_absolute_url()


def test_done_nothing_more_leaves(noted, bruno, clock_offset):
    mine = noted()
    actions.mark_done(reminder=mine, by=bruno)
    clock_offset(days=40)
    assert actions.tell_due() == 0


def test_one_that_fails_stops_nobody_else(noted, bruno, clock_offset, monkeypatch):
    noted(10)
    noted(11)
    clock_offset(days=5)
    real, calls = actions.announce, []

    def announce(**values):
        calls.append(values)
        if len(calls) == 1:
            raise actions.DatabaseError("no")
        return real(**values)

    monkeypatch.setattr(actions, "announce", announce)
    assert actions.tell_due() == 1
    monkeypatch.undo()
    assert actions.tell_due() == 1  # the one that failed is still to tell


def test_its_person_only(signed_in, noted, bruno, amelie, people, saaq_agent):
    """Neither a stranger, nor who acts for the person, nor an agent."""
    mine = noted()
    for name in ("personal", "personal_edit", "personal_delete"):
        for user in (amelie, people["samir"], saaq_agent):
            address = reverse(f"personal:{name}", args=[mine.pk])
            assert signed_in(user).get(address).status_code == 404, (name, user)
            assert signed_in(user).post(address, typed()).status_code in {404, 405}
    assert SECRET not in signed_in(people["samir"]).get(HOME).content.decode()
    assert SECRET not in signed_in(people["samir"]).get(LIST).content.decode()


def test_near_or_late_it_is_to_do_and_far_it_is_to_come(signed_in, noted, bruno, clock_offset):
    mine = noted(40)
    assert not todo_of(User.objects.get(pk=bruno.pk))
    assert (
        SECRET in signed_in(bruno).get(HOME).content.decode() and SECRET in signed_in(bruno).get(LIST).content.decode()
    )
    assert SECRET in signed_in(bruno).get(reverse("forecast:forecast")).content.decode()
    clock_offset(days=42)
    line = todo_of(User.objects.get(pk=bruno.pk))[0]
    assert (line.url, line.is_late, line.days) == (mine.get_absolute_url(), True, -2)


def test_the_title_is_sealed(noted):
    noted()
    with connection.cursor() as cursor:
        cursor.execute("SELECT title::text FROM personal_personalreminder")
        assert "Canarinette" not in cursor.fetchone()[0]


# Kinds that their organization does not serve yet


@pytest.fixture
def draft(licence):
    return DeadlineKind.objects.get(code="pneus-hiver")


def test_a_kind_not_served_yet_is_reminded_as_ones_own(signed_in, draft, bruno):
    client = signed_in(bruno)
    address = f"{NEW}?type={draft.code}"
    page = client.get(address).content.decode()
    assert draft.title_fr in page and "n’en saura rien" in page and draft.organization.name_fr in page
    client.post(address, typed(title=draft.title_fr))
    mine = PersonalReminder.objects.get()
    assert mine.kind == draft
    page = client.get(mine.get_absolute_url()).content.decode()
    assert draft.procedure_fr[0] in page and draft.get_absolute_url() in page


@pytest.mark.parametrize("code", ["nulle-part", "é", "x" * 500, "' OR 1=1"])
def test_an_unknown_kind_is_a_reminder_of_ones_own(signed_in, bruno, code):
    assert signed_in(bruno).get(NEW, {"type": code}).status_code == 200


def test_every_public_kind_leads_to_a_reminder(signed_in, licence, bruno):
    """F18: 4 of 52 could be asked for."""
    client = signed_in(bruno)
    for kind in DeadlineKind.objects.public():
        page = client.get(kind.get_absolute_url()).content.decode()
        asked = reverse("deadlines:remind_me", args=[kind.code]) if kind.is_published else f"{NEW}?type={kind.code}"
        assert f'href="{asked}"' in page, kind.code
        assert client.get(asked).status_code == 200, kind.code


@pytest.fixture
def newcomer(bruno):
    Citizen.objects.filter(pk=bruno.citizen.pk).update(birth_date=None, birth_year=None, birth_month=None)
    return User.objects.get(pk=bruno.pk)


def test_a_newcomer_gives_her_birth_date_where_it_is_needed(signed_in, newcomer, licence):
    client, address = signed_in(newcomer), reverse("deadlines:remind_me", args=[licence.code])
    assert "Votre date de naissance" in client.get(address).content.decode()
    asked = client.post(address, {})
    assert "Indiquez votre date de naissance" in asked.content.decode()
    assert "à venir" in client.post(address, {"birth_date": "2190-01-01"}).content.decode()
    born = today() - dt.timedelta(days=365 * 40)
    client.post(address, {"birth_date": born.isoformat()})
    newcomer.citizen.refresh_from_db()
    assert newcomer.citizen.birth_date == born
    deadline = newcomer.citizen.deadlines.get()
    assert (deadline.due_on.month, deadline.due_on.day) == (born.month, born.day)
    assert "Votre date de naissance" not in client.get(address).content.decode()
    assert AuditEvent.objects.filter(verb="citizen.described", citizen_id=newcomer.citizen.pk).exists()


def test_who_types_the_date_gives_no_birth_date(signed_in, newcomer, licence):
    due_on = today() + dt.timedelta(days=30)
    signed_in(newcomer).post(reverse("deadlines:remind_me", args=[licence.code]), {"due_on": due_on.isoformat()})
    newcomer.citizen.refresh_from_db()
    assert newcomer.citizen.birth_date is None and newcomer.citizen.deadlines.get().due_on == due_on


def test_a_newcomer_gives_it_for_a_kind_not_served_too(signed_in, newcomer, licence):
    kind = DeadlineKind.objects.public().filter(state="draft", basis="birth_date").first()
    if kind is None:
        kind = DeadlineKind.objects.public().filter(state="draft", basis__startswith="birth_date").first()
    client, address = signed_in(newcomer), f"{NEW}?type={kind.code}"
    assert "Indiquez votre date de naissance" in client.post(address, typed(due_on="")).content.decode()
    client.post(address, typed(due_on="", birth_date=(today() - dt.timedelta(days=365 * 40 + 30)).isoformat()))
    newcomer.citizen.refresh_from_db()
    made = PersonalReminder.objects.filter(kind=kind).exists()
    assert made == bool(newcomer.citizen.birth_date)


# Pure


def test_instants_follow_the_clock_of_the_person():
    day = dt.date(2027, 3, 14)  # clocks go forward that night
    result = instants(day, None, [1, 0, -1], ZONE)
    assert [at.hour for at in result] == [14, 13, 13]
    assert next_instant(day, None, [1, 0], ZONE, after=result[0]) == result[1]
    assert next_instant(day, None, [1], ZONE, after=now().replace(year=2099)) is None


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(None, (9, 0)), ("14:00", (9, 0)), ("10:00", (8, 0)), ("07:30", (7, 0)), ("05:00", (5, 0)), ("00:30", (0, 30))],
)
def test_that_of_the_day_comes_before_its_hour(hour, expected):
    at = instants(dt.date(2027, 6, 1), hour and dt.time.fromisoformat(hour), [0], "UTC")[0]
    assert (at.hour, at.minute) == expected


def test_what_the_form_promises_agrees_with_what_is_accepted(signed_in, bruno):
    """The consent says that a message may name a current topic; the person's own words never leave."""
    page = signed_in(bruno).get(NEW).content.decode()
    assert "peut nommer un sujet courant, jamais vos mots" in page and "ne le disent pas" not in page
