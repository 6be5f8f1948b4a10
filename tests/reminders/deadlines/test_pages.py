"""«Me le rappeler» and «Mes échéances», as the owner, her representative, a stranger, an agent."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from portal.clock import now, today
from portal.consents.models import Channel, Consent
from reminders.deadlines.actions import pause
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.demonstration.seeds import seed
from reminders.kinds.dates import next_due
from reminders.kinds.models import DeadlineKind
from reminders.reminders.models import Reminder
from reminders.reminders.planning import plan
from tests.reminders.paper import reminder_of

PAGES = ["deadline", "done", "not_for_me", "change_date", "later", "missed", "reopen", "resume_ladder"]


@pytest.fixture
def ask(licence) -> str:
    return reverse("deadlines:remind_me", args=[licence.code])


def test_anonymous_signs_in_and_comes_back(client, ask):
    answer = client.get(ask)
    assert answer.status_code == 302 and ask in answer.url.replace("%2F", "/")


def test_the_birthday_gives_the_date_and_nothing_is_ticked(signed_in, amelie, ask):
    page = signed_in(amelie).get(ask).content.decode()
    assert f'datetime="{next_due("birth_date", today(), amelie.citizen.birth_date)}"' in page
    ticked = re.findall(r'<input[^>]* name="(\w+)"[^>]*checked', page)
    assert ticked == ["concerned", "renews"]  # no channel: a consent is never given for somebody


def test_without_a_typed_date_the_rule_gives_it(signed_in, amelie, ask):
    signed_in(amelie).post(ask, {"due_on": "", "renews": "on"})
    assert Deadline.objects.get().due_on == next_due("birth_date", today(), amelie.citizen.birth_date)


def test_asking_records_the_consents_with_their_words(signed_in, amelie, ask):
    day = today() + dt.timedelta(days=40)
    answer = signed_in(amelie).post(ask, {"due_on": day.isoformat(), "email": "on"}, follow=True)
    assert "Rappel prévu à 9" in answer.content.decode().replace("\u00a0", " ")
    deadline = Deadline.objects.get(citizen=amelie.citizen)
    assert deadline.reminders.planned().count() == 5
    mine = Consent.objects.in_force().filter(citizen=amelie.citizen)
    assert set(mine.values_list("channel", flat=True)) == {Channel.INBOX, Channel.EMAIL}
    assert mine.get(channel=Channel.EMAIL).wording.startswith("Je veux recevoir mes rappels par courriel.")


def test_without_the_box_no_email_consent(signed_in, amelie, ask):
    signed_in(amelie).post(ask, {"due_on": (today() + dt.timedelta(days=40)).isoformat()})
    assert not Consent.objects.filter(channel=Channel.EMAIL).exists()


@pytest.mark.parametrize("wrong", ["demain", "2020-01-01", "9999-12-31", "2027-02-30"])
def test_a_wrong_date_is_explained_and_stores_nothing(signed_in, amelie, ask, wrong):
    page = signed_in(amelie).post(ask, {"due_on": wrong, "email": "on"})
    assert page.status_code == 200 and "Il reste quelque chose à corriger" in page.content.decode()
    assert not Deadline.objects.exists() and not Consent.objects.exists()


def test_a_draft_cannot_be_asked_for(signed_in, amelie, licence):
    assert signed_in(amelie).get(reverse("deadlines:remind_me", args=["pneus-hiver"])).status_code == 404


def test_mine_are_drawn(signed_in, amelie, followed):
    deadline = followed(amelie, days=40)
    page = signed_in(amelie).get(reverse("deadlines:deadlines")).content.decode()
    assert str(deadline.pk) in page and page.count("r-ladder-step") == 5 and "Rappels envoyés" in page
    page = signed_in(amelie).get(deadline.get_absolute_url()).content.decode()
    assert page.count("r-timeline-date") == 6


@pytest.mark.parametrize(
    "name", ["deadline", "done", "not_for_me", "change_date", "later", "missed", "reopen", "resume_ladder"]
)
def test_a_stranger_gets_404(signed_in, followed, amelie, bruno, name):
    address = reverse(f"deadlines:{name}", args=[followed(amelie).pk])
    client = signed_in(bruno)
    assert client.post(address, {"due_on": "2027-01-01"}).status_code == 404
    assert Deadline.objects.get().is_open


def test_a_representative_sees_and_acts(signed_in, followed, amelie, rachel):
    deadline = followed(amelie)
    client = signed_in(rachel, place=amelie.citizen)
    assert client.get(deadline.get_absolute_url()).status_code == 200
    client.post(reverse("deadlines:done", args=[deadline.pk]))
    deadline.refresh_from_db()
    assert deadline.state == "done" and deadline.closed_by == rachel


@pytest.mark.parametrize(("name", "state"), [("done", "done"), ("not_for_me", "cancelled")])
def test_closing(signed_in, followed, amelie, name, state):
    deadline = followed(amelie)
    answer = signed_in(amelie).post(reverse(f"deadlines:{name}", args=[deadline.pk]), follow=True)
    deadline.refresh_from_db()
    assert deadline.state == state and not deadline.reminders.planned().exists()
    assert answer.status_code == 200


def test_moving(signed_in, followed, amelie):
    deadline = followed(amelie, days=40)
    day = deadline.due_on + dt.timedelta(days=20)
    address = reverse("deadlines:change_date", args=[deadline.pk])
    client = signed_in(amelie)
    assert client.get(address).status_code == 200
    assert client.post(address, {"due_on": day.isoformat()}).status_code == 302
    deadline.refresh_from_db()
    assert deadline.due_on == day


def test_moving_onto_another_is_explained(signed_in, followed, amelie):
    one, two = followed(amelie, days=40), followed(amelie, days=41)
    page = signed_in(amelie).post(reverse("deadlines:change_date", args=[one.pk]), {"due_on": two.due_on.isoformat()})
    assert "Vous suivez déjà cette échéance" in page.content.decode()


def test_a_closed_one_does_not_move(signed_in, followed, amelie):
    deadline = followed(amelie, days=40)
    client = signed_in(amelie)
    client.post(reverse("deadlines:done", args=[deadline.pk]))
    client.post(reverse("deadlines:change_date", args=[deadline.pk]), {"due_on": (today()).isoformat()})
    assert Deadline.objects.closed().get().due_on == deadline.due_on


def test_late_says_how_to_limit_the_damage(signed_in, followed, amelie, clock_offset):
    deadline = followed(amelie, days=2)
    clock_offset(days=5)
    page = signed_in(amelie).get(deadline.get_absolute_url()).content.decode()
    assert "comment limiter les conséquences" in page and "ne pas conduire" in page


@pytest.mark.parametrize("many", [3, 300])
def test_the_number_of_queries_is_fixed(signed_in, followed, amelie, licence, django_assert_num_queries, many):
    first = followed(amelie, days=40)
    whose = {"citizen": amelie.citizen, "concerned": amelie.citizen, "kind": licence}
    rows = [Deadline(due_on=first.due_on + day, **whose) for day in DAYS]
    Deadline.objects.bulk_create(rows[: many - 1])
    plan(Deadline.objects.all(), at=now())
    client = signed_in(amelie)
    for address, queries in ((reverse("deadlines:deadlines"), QUERIES), (first.get_absolute_url(), QUERIES + 2)):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)


DAYS = [dt.timedelta(days=count) for count in range(1, 300)]
QUERIES = 9
"""Session, account, what is counted of it, deadlines, steps, reminders, closed ones,
reminders of one’s own, open and closed. One deadline: neither closed nor one’s own, but what carried its reminders,
consents, contact points, the question of its kind."""


@pytest.fixture
def appointment(licence) -> DeadlineKind:
    DeadlineKind.objects.filter(pk=licence.pk).update(nature="appointment", basis="appointment")
    licence.refresh_from_db()
    return licence


def test_putting_off_says_what_it_silences(signed_in, followed, amelie):
    deadline = followed(amelie, days=40)
    client, address = signed_in(amelie), reverse("deadlines:later", args=[deadline.pk])
    page = client.get(address).content.decode()
    assert "aucun rappel de cette échéance ne part" in page and "ne partiront pas" in page and "Demain" in page
    page = client.post(address, {"when": "3"}, follow=True).content.decode()
    assert "Rappel remis à plus tard" in page and "Celui que vous avez demandé" in page


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ({}, "Choisissez un jour"),
        ({"when": "99"}, "Choisissez un des jours proposés"),
        ({"when": "day"}, "Indiquez le jour"),
        ({"when": "day", "day": "bientôt"}, "année-mois-jour"),
        ({"when": "day", "day": "2020-01-01"}, "à venir"),
        ({"when": "day", "day": (today() + dt.timedelta(days=900)).isoformat()}, "après la date limite"),
    ],
)
def test_a_day_that_cannot_be_is_explained(signed_in, followed, amelie, expected, words):
    deadline = followed(amelie, days=40)
    page = signed_in(amelie).post(reverse("deadlines:later", args=[deadline.pk]), expected).content.decode()
    deadline.refresh_from_db()
    assert words in page and deadline.later_at is None


def test_on_the_eve_a_week_is_not_offered(signed_in, followed, amelie):
    address = reverse("deadlines:later", args=[followed(amelie, days=2).pk])
    page = signed_in(amelie).get(address).content.decode()
    assert "Demain" in page and "Dans une semaine" not in page and "Dans 3 jours" not in page


def test_a_paused_one_says_why_and_resumes(signed_in, followed, amelie, saaq_agent):
    deadline = pause(deadline=followed(amelie, days=40), by=saaq_agent)
    client = signed_in(amelie)
    page = client.get(deadline.get_absolute_url()).content.decode()
    assert "En pause : traité par téléphone" in page.replace("\u00a0", " ") and "Rappel annulé" in page
    page = client.post(reverse("deadlines:resume_ladder", args=[deadline.pk]), follow=True).content.decode()
    assert "Les rappels reprennent" in page and "Rappel prévu" in page


def test_done_by_mistake_is_reopened(signed_in, followed, amelie):
    deadline = followed(amelie, days=10)
    client = signed_in(amelie)
    page = client.post(reverse("deadlines:done", args=[deadline.pk]), follow=True).content.decode()
    assert "La prochaine date est déjà ouverte" in page and "rouvrir" in page
    client.post(reverse("deadlines:reopen", args=[deadline.pk]))
    assert Deadline.objects.open().get() == deadline


def test_a_missed_appointment_says_what_to_do(signed_in, followed, appointment, amelie, clock_offset):
    deadline = followed(amelie, days=2)
    client = signed_in(amelie)
    page = client.get(deadline.get_absolute_url()).content.decode()
    assert "rendez-vous à venir" in page and "Rendez-vous manqué" not in page
    clock_offset(days=3)
    client = signed_in(amelie)
    page = client.get(deadline.get_absolute_url()).content.decode()
    assert "rendez-vous passé" in page and "en retard" not in page
    page = client.post(reverse("deadlines:missed", args=[deadline.pk]), follow=True).content.decode()
    assert "Rendez-vous manqué : ce que vous pouvez faire" in page.replace("\u00a0", " ")


def test_another_kind_is_not_missed(signed_in, followed, amelie):
    deadline = followed(amelie)
    page = signed_in(amelie).post(reverse("deadlines:missed", args=[deadline.pk]), follow=True)
    assert "indiquez plutôt si c’est fait" in page.content.decode() and Deadline.objects.get().is_open


def test_a_payout_is_received_not_done(signed_in, followed, licence, amelie, clock_offset):
    DeadlineKind.objects.filter(pk=licence.pk).update(nature="payout", tiers=[])
    client, deadline = signed_in(amelie), followed(amelie, days=2)
    page = client.get(deadline.get_absolute_url()).content.decode()
    assert "versement à venir" in page and "Je l’ai reçu" in page and "Ce que coûte un retard" not in page
    clock_offset(days=4)
    page = signed_in(amelie).get(reverse("deadlines:deadlines")).content.decode()
    assert "à vérifier" in page and "en retard" not in page


def test_the_cost_of_lateness_is_told_by_the_day(signed_in, followed, licence, amelie):
    tiers = [
        {"after_days": 1, "label_fr": "Frais ajoutés.", "amount": 25, "unit": "CAD", "as_of": "2026-11"},
        {"after_days": 30, "label_fr": "Frais de dossier.", "amount": 10.5, "unit": "CAD", "as_of": "2026-11"},
    ]
    DeadlineKind.objects.filter(pk=licence.pk).update(tiers=tiers)
    page = signed_in(amelie).get(followed(amelie, days=3).get_absolute_url()).content.decode().replace("\u00a0", " ")
    assert "Aucune conséquence" in page and '<span class="r-scale-amount">25 $</span>' in page
    assert "35,50 $" in page and "Si j’agis dans 40 jours" in page


def test_without_a_dated_tier_nothing_is_invented(signed_in, followed, licence, amelie):
    DeadlineKind.objects.filter(pk=licence.pk).update(tiers=[])
    page = signed_in(amelie).get(followed(amelie).get_absolute_url()).content.decode()
    assert "rien n’est estimé" in page and licence.consequence_fr in page and "Si j’agis" not in page


def test_what_was_sent_says_by_what(signed_in, followed, amelie):
    deadline = followed(amelie, days=10)
    reminder = deadline.reminders.planned().first()
    Reminder.objects.filter(pk=reminder.pk).update(state="sent", settled_at=now())
    for channel, state in (("email", "accepted"), ("sms", "failed")):
        Delivery.objects.create(
            recipient=amelie.citizen, channel=channel, purpose="reminders", group="g", state=state, since=now(),
            not_before=now(), attempted_at=now(), settled_at=now(), reminder_ids=[reminder.pk],
        )  # fmt: skip
    page = signed_in(amelie).get(deadline.get_absolute_url()).content.decode()
    assert "Rappel envoyé" in page and "Par courriel, par message texte (échoué)" in page


def test_whose_it_is_is_said_to_who_acts_for_them(signed_in, followed, amelie, rachel):
    deadline = followed(amelie)
    page = signed_in(rachel, place=amelie.citizen).get(deadline.get_absolute_url()).content.decode()
    assert "Échéance d’Amélie Tremblay" in page
    space = signed_in(rachel, place=amelie.citizen).get(reverse("pages:space")).content.decode()
    assert "Vous agissez pour <strong>Amélie Tremblay</strong>" in space and "L’espace d’Amélie Tremblay" in space


def test_the_demonstration_is_seeded_once(people, signed_in, amelie, bruno):
    seed(people)
    seed(people)
    late = Deadline.objects.get(citizen=bruno.citizen, due_on__lt=today())
    assert Deadline.objects.with_next().get(pk=late.pk).next_offset > 0
    hers = Deadline.objects.filter(citizen=amelie.citizen)
    assert hers.filter(due_time__isnull=False).count() == hers.exclude(concerned=amelie.citizen).count() == 1
    assert Deadline.objects.filter(citizen=bruno.citizen, paused_at__isnull=False).count() == 1
    page = signed_in(bruno).get(reverse("pages:space")).content.decode()
    assert "En retard de" in page and "en pause" in page
    assert "Carte expirée" in page and "Pour limiter les conséquences" not in page  # it says itself when it serves
    assert "pour Léa Tremblay" in signed_in(amelie).get(reverse("pages:space")).content.decode()


def test_what_is_closed_otherwise_is_not_said_to_be_done(signed_in, amelie, followed):
    """A page left open in a tab: nothing changed, and it says so."""
    deadline = followed(amelie)
    client = signed_in(amelie)
    client.post(reverse("deadlines:not_for_me", args=[deadline.pk]))
    answer = client.post(reverse("deadlines:done", args=[deadline.pk]), follow=True)
    assert "déjà fermée" in answer.text and "Bravo" not in answer.text
    again = followed(amelie)
    client.post(reverse("deadlines:done", args=[again.pk]))
    answer = client.post(reverse("deadlines:not_for_me", args=[again.pk]), follow=True)
    assert "déjà fermée" in answer.text and "est retirée" not in answer.text


def test_what_is_past_is_not_under_what_comes(people, signed_in, licence):
    """An appointment whose day went by is not late: it is past, and not to come."""
    DeadlineKind.objects.filter(pk=licence.pk).update(nature="appointment")
    reminder_of(people["amelie"].citizen, licence, days=-6)
    page = signed_in(people["amelie"]).get("/rappels/mes-echeances/").content.decode()
    assert "<h2>La date est passée</h2>" in page and "<h2>À venir</h2>" not in page


def test_what_comes_on_its_day_is_not_said_to_be_due_by_then(signed_in, followed, amelie):
    """An appointment, or a payment that one receives."""
    deadline, client = followed(amelie, days=5), signed_in(amelie)

    def due_by() -> int:
        return client.get(reverse("pages:space")).content.decode().count("au plus tard le")

    before = due_by()
    DeadlineKind.objects.filter(pk=deadline.kind_id).update(nature=DeadlineKind.Nature.APPOINTMENT)
    assert due_by() == before - 1
