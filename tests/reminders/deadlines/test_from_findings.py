"""From a finding: its last day, what waiting costs, and a reminder in one click."""

import datetime as dt

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import today
from portal.consents.models import Channel
from programs.findings.actions import advise
from programs.situations.actions import keep_situation
from reminders.deadlines.from_findings import Gathered, last_day
from reminders.deadlines.models import Deadline
from reminders.demonstration.seeds import offer
from reminders.kinds.models import DeadlineKind
from tests.queries import queries_of

HERE = dt.date(2026, 11, 22)
NOW, FORGET, FORM = "deadlines:remind_now", "deadlines:forget_now", "deadlines:remind_me"
GIVEN = {
    "resident_quebec": True,
    "immigration_status": "citizen",
    "birth_date": dt.date(1992, 12, 2),
    "filed_tax_return": True,
}


def kind(code: str) -> DeadlineKind:
    return DeadlineKind.objects.get(code=code)


@pytest.mark.parametrize(
    ("code", "given", "day"),
    [
        ("declaration-revenus", {}, dt.date(2027, 4, 30)),
        ("securite-vieillesse-demande", {"birth_date": dt.date(1964, 3, 8)}, dt.date(2029, 3, 8)),
        ("securite-vieillesse-demande", {}, None),
        ("securite-vieillesse-demande", {"birth_date": dt.date(1940, 3, 8)}, None),
        ("saaq-reclamation", {"road_accident_date": dt.date(2025, 2, 3)}, dt.date(2028, 2, 3)),
        ("saaq-reclamation", {"road_accident_date": None}, None),
        ("saaq-reclamation", {}, None),
        # Missed lately, it is told; missed long ago, it helps nobody.
        ("cnesst-reclamation", {"work_injury_date": dt.date(2026, 2, 1)}, dt.date(2026, 8, 1)),
        ("cnesst-reclamation", {"work_injury_date": dt.date(2020, 2, 1)}, None),
        (
            "declaration-naissance",
            {"children": ({"birth_date": dt.date(2019, 1, 1)}, {"birth_date": dt.date(2026, 11, 1)})},
            dt.date(2026, 12, 1),
        ),
        ("declaration-naissance", {"children": ({"birth_date": dt.date(2019, 1, 1)},)}, None),
        ("declaration-naissance", {"children": ()}, None),
        # What comes by itself is not to ask; what only a paper says is not guessed.
        ("rrq-versement", {}, None),
        ("carte-assurance-maladie", {"birth_date": dt.date(1992, 12, 2)}, None),
    ],
)
def test_the_last_day_comes_from_the_rule_and_what_is_known(people, code, given, day):
    assert last_day(kind(code), given, HERE) == day


@pytest.fixture
def taxes(people, saaq_administrator):
    """A kind of the findings, published: its date comes from the calendar."""
    from_saaq = kind("declaration-revenus")
    organization = saaq_administrator.memberships.get().organization
    DeadlineKind.objects.filter(pk=from_saaq.pk).update(
        organization=organization,
        team=organization.teams.get(name="Permis de conduire"),
        related_programs=["carte-assurance-maladie"],
    )
    return offer("declaration-revenus", by=saaq_administrator)


@pytest.fixture
def situated(taxes, amelie):
    keep_situation(citizen=amelie.citizen, given=GIVEN, by=amelie)
    advise(citizen=amelie.citizen, by=amelie)
    return amelie


def press(client, name=NOW, piste="carte-assurance-maladie"):
    return client.post(reverse(name, args=["declaration-revenus"]), {"piste": piste})


def mine(user):
    return Deadline.objects.filter(citizen=user.citizen, kind__code="declaration-revenus")


def test_one_click_makes_the_deadline_and_says_when_and_how(situated, followed, signed_in):
    followed(situated, channels=(Channel.INBOX, Channel.EMAIL))  # reminders were accepted once
    client = signed_in(situated)
    page = client.get(reverse("findings:result")).content.decode()
    assert f'action="{reverse(NOW, args=["declaration-revenus"])}"' in page
    answer = press(client)
    assert answer.url == reverse("findings:result") + "#piste-carte-assurance-maladie"
    made = mine(situated).get()
    assert (made.due_on, made.origin, made.author) == (
        last_day(made.kind, {}, today()),
        Deadline.Origin.FINDING,
        situated,
    )
    assert made.reminders.exists()
    text = client.get(answer.url).content.decode()
    assert "C’est noté" in text and "Prochain rappel" in text and "courriel" in text
    assert made.get_absolute_url() in text and reverse(FORGET, args=["declaration-revenus"]) in text
    assert AuditEvent.objects.filter(verb="deadline.opened", subject_id=str(made.pk)).exists()


def test_two_clicks_make_one_and_cancelling_is_one_click(situated, followed, signed_in):
    followed(situated)
    client = signed_in(situated)
    press(client)
    press(client)
    assert mine(situated).open().count() == 1
    assert press(client, FORGET).url.endswith("#piste-carte-assurance-maladie")
    assert not mine(situated).open().exists()
    assert not mine(situated).get().reminders.filter(state="planned").exists()
    press(client, FORGET)
    assert press(client).status_code == 302 and mine(situated).open().count() == 1


def test_without_a_channel_chosen_the_form_asks_first(situated, signed_in):
    client = signed_in(situated)
    assert reverse(NOW, args=["declaration-revenus"]) not in client.get(reverse("findings:result")).content.decode()
    assert press(client).url == reverse(FORM, args=["declaration-revenus"])
    assert not mine(situated).exists()


def test_a_kind_not_confirmed_is_reminded_of_nobody(people, amelie, signed_in):
    assert press(signed_in(amelie)).status_code == 404


def test_nobody_elses_deadline_is_cancelled(situated, followed, signed_in, bruno):
    followed(situated)
    press(signed_in(situated))
    press(signed_in(bruno), FORGET)
    assert mine(situated).open().count() == 1


@pytest.mark.parametrize("piste", ["//ailleurs.example", "x" * 200, "<script>", "é", ""])
def test_it_leads_back_here_and_nowhere_else(situated, followed, signed_in, piste):
    followed(situated)
    assert press(signed_in(situated), piste=piste).url == reverse("findings:result")


@pytest.mark.parametrize("name", [NOW, FORGET])
def test_a_get_changes_nothing(situated, signed_in, name):
    assert signed_in(situated).get(reverse(name, args=["declaration-revenus"])).status_code == 405


def test_a_stranger_reads_the_day_and_what_waiting_costs(taxes, client):
    client.post(reverse("findings:question", args=["resident_quebec"]), {"answer": "yes"})
    client.post(reverse("findings:question", args=["road_accident_date"]), {"answer": f"{today().year - 1}-02-03"})
    text = client.get(reverse("findings:result")).content.decode()
    assert "Indemnités pour accident de la route" in text
    assert "Dans 40 jours" in text and "Aujourd’hui" in text
    assert reverse(NOW, args=["declaration-revenus"]) not in text


def test_one_more_deadline_costs_no_query(situated, followed, signed_in):
    followed(situated)
    client, url = signed_in(situated), reverse("findings:result")
    queries_of(client, url)
    before = queries_of(client, url)
    press(client)
    client.get(url)
    DeadlineKind.objects.exclude(related_programs=[]).update(related_programs=["allocation-famille"])
    assert queries_of(client, url) <= before


def test_nobody_is_read_for_who_is_not_signed_in(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        gathered = Gathered(None, GIVEN)
    assert not gathered.mine and not gathered.usable
