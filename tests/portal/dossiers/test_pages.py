"""A citizen's dossiers: the list, and what belongs to one; the agents' side of the same."""

import datetime as dt
import html
import re
import uuid

import pytest
from django.urls import reverse

from messaging.threads.actions import reply, write
from messaging.threads.models import Message
from portal import clock
from portal.audit.models import AuditEvent
from portal.dossier_types.models import DossierType
from portal.dossiers.actions import close, decide, open_dossier, promise
from portal.dossiers.models import Dossier
from portal.mandates.models import Mandate
from portal.requested_documents.actions import ask
from reminders.deadlines.actions import follow
from reminders.demonstration.seeds import offer
from reminders.kinds.models import DeadlineKind
from tests.portal.documents.deposits import accepted
from tests.queries import growth, queries_of

pytestmark = pytest.mark.django_db
MOST_QUERIES = 14
DUE = clock.today() + dt.timedelta(days=900)


@pytest.fixture
def dossier(amelie, saaq_team) -> Dossier:
    return open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="A-1", title="Permis <b>canari</b>")


@pytest.fixture
def busy(dossier, amelie, saaq_agent, saaq_team) -> Dossier:
    """A conversation that waits for its team, a requested document asked."""
    add_to(dossier, amelie, saaq_agent, "Rapport")
    return dossier


def add_to(dossier, amelie, agent, label):
    words = {"subject": f"Objet {label}", "body": "Bonjour", "key": uuid.uuid4()}
    thread = write(by=amelie, citizen=amelie.citizen, team=dossier.team, dossier=dossier, **words)
    about = {"citizen": amelie.citizen, "team": dossier.team, "dossier": dossier, "about": thread}
    ask(by=agent, label=label, due_on=DUE, **about)
    return thread


def url_of(dossier) -> str:
    return reverse("dossiers:dossier", args=[dossier.pk])


def text_of(client, url) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everything_of_the_dossier_and_nothing_of_another(busy, amelie, saaq_agent, saaq_team, signed_in):
    other = open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="A-2", title="Autre")
    add_to(other, amelie, saaq_agent, "Ailleurs")
    text = text_of(signed_in(amelie), url_of(busy))
    for words in ("A-1", "Objet Rapport", "Rapport", "En cours", "Attendu de", "À vous", "Permis de conduire"):
        assert words in text, words
    assert "Ailleurs" not in text and "<b>canari</b>" not in text and "&lt;b&gt;canari" in text


def test_what_is_expected_from_whom_by_when(busy, amelie, signed_in):
    expected = signed_in(amelie).get(url_of(busy)).context["expected"]
    assert [(item.sentence, item.citizen_id) for item in expected.of_person] == [
        ("Envoyer une pièce demandée", amelie.citizen.pk)
    ]
    assert expected.of_person[0].due_at.date() >= DUE
    assert [item.team_id for item in expected.of_team] == [busy.team_id]


def test_a_task_of_the_team_is_no_link_for_the_citizen(busy, amelie, saaq_agent, signed_in):
    assert "/gestion/" not in text_of(signed_in(amelie), url_of(busy)).split("<main")[1].split("</main")[0]
    agents = text_of(signed_in(saaq_agent), reverse("admin:dossiers_dossier_change", args=[busy.pk]))
    assert "/gestion/threads/thread/" in agents and f'"{url_of(busy)}"' not in agents


def test_the_story_in_order(busy, amelie, signed_in):
    steps = signed_in(amelie).get(url_of(busy)).context["steps"]
    dates = [step["date"] for step in steps]
    assert dates == sorted(dates) and steps[0]["label"] == "Ouverture du dossier"
    assert (steps[-1]["date"], steps[-1]["state"], steps[-1]["detail"]) == (DUE, "after", "attendu de vous")


def test_a_long_story_goes_on_by_pages(amelie, saaq_agent, saaq_team, signed_in, bruno):
    dossier_type = DossierType.objects.get(code="permis-conduire")
    dossier = open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, dossier_type=dossier_type)
    client, story = signed_in(amelie), reverse("dossiers:story", args=[dossier.pk])
    assert f'"{story}"' not in text_of(client, url_of(dossier))
    for number in range(45):
        promise(by=saaq_agent, dossier=dossier, revision=number + 1, promised_on=DUE, note=f"Mot {number}")
    text = text_of(client, url_of(dossier))
    assert f'"{story}"' in text and "Mot 44" in text and "Mot 3<" not in text
    first = client.get(story).context["page"]
    second = client.get(story + first.older).context["page"]
    assert [move.revision for move in (*first.rows, *second.rows)] == list(range(46, 0, -1)) and not second.older
    assert "Ouverture du dossier" in text_of(client, story + first.older)
    assert signed_in(bruno).get(story).status_code == 404


def test_deadlines_with_that_organization_only(busy, amelie, people, signed_in):
    mine = offer("permis-conduire-paiement", by=people["emile"])
    other = DeadlineKind.objects.filter(organization__code="ramq").order_by("code").first()
    elsewhere = offer(other.code, by=people["daniel"])
    for kind in (mine, elsewhere):
        follow(citizen=amelie.citizen, kind=kind, due_on=DUE, wordings={}, by=amelie)
    shown = signed_in(amelie).get(url_of(busy)).context["deadlines"]
    assert [deadline.kind.code for deadline in shown] == ["permis-conduire-paiement"]


def test_who_opens_it(dossier, amelie, rachel, bruno, saaq_agent, signed_in, client):
    statuses = [signed_in(user).get(url_of(dossier)).status_code for user in (amelie, rachel, bruno, saaq_agent)]
    assert statuses == [200, 404, 404, 404]
    assert signed_in(rachel, place=amelie.citizen).get(url_of(dossier)).status_code == 200
    assert client.get(url_of(dossier)).status_code == 302
    assert signed_in(amelie).get(reverse("dossiers:dossier", args=[uuid.uuid4()])).status_code == 404


def test_a_revoked_mandate_is_void_at_the_next_request(dossier, amelie, rachel, signed_in):
    client = signed_in(rachel, place=amelie.citizen)
    assert "pour Amélie Tremblay" in text_of(client, url_of(dossier))
    Mandate.objects.filter(holder=rachel).update(revoked_at=clock.now(), revoked_by=amelie)
    assert client.get(url_of(dossier)).status_code == 404


def test_the_list_is_ones_own(dossier, amelie, bruno, signed_in):
    assert "A-1" in text_of(signed_in(amelie), reverse("dossiers:list"))
    assert "Aucun dossier" in text_of(signed_in(bruno), reverse("dossiers:list"))


def test_many_dossiers_come_by_pages(amelie, saaq_team, signed_in):
    for number in range(23):
        open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number=f"N-{number}", title=f"T{number}")
    client, url = signed_in(amelie), reverse("dossiers:list")
    first = client.get(url).context["page"]
    second = client.get(url + first.older).context["page"]
    assert (len(first.rows), len(second.rows), second.older) == (20, 3, "")
    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}
    assert client.get(url, {"avant": "n'importe quoi"}).status_code == 200


def test_linked_from_where_one_is(busy, amelie, signed_in):
    client, thread = signed_in(amelie), busy.threads.get()
    requested_document = busy.document_requests.get()
    for page in ("/espace/", thread.get_absolute_url(), requested_document.get_absolute_url()):
        assert url_of(busy) in text_of(client, page), page


def test_a_closed_dossier_offers_no_message(dossier, amelie, signed_in):
    client = signed_in(amelie)
    assert "Écrire au sujet de ce dossier" in text_of(client, url_of(dossier))
    close(by=None, dossier=dossier, revision=1)
    text = text_of(client, url_of(dossier))
    assert "Écrire au sujet" not in text and "Terminé" in text


def test_a_refusal_is_contested_from_its_page_though_the_dossier_is_closed(
    amelie, saaq_agent, saaq_team, signed_in, clock_offset
):
    dossier_type = DossierType.objects.get(code="permis-conduire")
    dossier = open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, dossier_type=dossier_type)
    decision = decide(by=saaq_agent, dossier=dossier, revision=1, outcome="refused", reason="sante", remedy="revision")
    client = signed_in(amelie)
    text = text_of(client, url_of(dossier))
    (url,) = set(re.findall(r'href="(/messages/nouveau/[^"]+decision=[^"]+)"', text))
    form = client.get(html.unescape(url)).context["form"]
    opened = [form[name].value() for name in ("team", "dossier", "subject")]
    assert opened == [str(saaq_team.pk), str(dossier.pk), decision.remedy_name]
    sent = {"citizen": amelie.citizen.pk, "team": saaq_team.pk, "dossier": dossier.pk, "key": uuid.uuid4()}
    client.post("/messages/nouveau/", sent | {"subject": decision.remedy_name, "body": "Je conteste."})
    assert dossier.threads.get().subject == decision.remedy_name
    clock_offset(days=61)
    text = text_of(signed_in(amelie), url_of(dossier))
    assert "decision=" not in text and "Écrire au sujet de ce dossier" in text


def test_the_agent_opens_it_and_the_person_sees_that(busy, saaq_agent, saaq_agent_other_team, amelie, signed_in):
    url = reverse("admin:dossiers_dossier_change", args=[busy.pk])
    assert "Objet Rapport" in text_of(signed_in(saaq_agent), url)
    event = AuditEvent.objects.get(verb="dossier.read")
    assert (event.citizen_id, event.by_id) == (amelie.citizen.pk, saaq_agent.pk)
    assert signed_in(saaq_agent_other_team).get(url).status_code == 404
    assert AuditEvent.objects.filter(verb="dossier.read").count() == 1
    assert "a consulté un dossier" in text_of(signed_in(amelie), "/espace/consultations/")


def test_pages_cost_the_same_whatever_they_hold(busy, amelie, saaq_agent, signed_in):
    thread = busy.threads.get()
    for client, url in (
        (signed_in(amelie), url_of(busy)),
        (signed_in(saaq_agent), reverse("admin:dossiers_dossier_change", args=[busy.pk])),
    ):
        with growth(client, url) as cost:
            for number in range(4):
                add_to(busy, amelie, saaq_agent, f"{number} {url}")
                body = {"body": "Oui", "key": uuid.uuid4()}
                reply(by=saaq_agent, thread=thread, author_kind=Message.Author.AGENT, **body)
        assert cost.after == cost.before, url


def test_the_list_costs_the_same(amelie, saaq_team, signed_in, dossier):
    with growth(signed_in(amelie), reverse("dossiers:list")) as cost:
        for number in range(6):
            open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number=f"N-{number}", title="T")
    assert cost.after == cost.before


@pytest.mark.parametrize("rows", [1, 12])
def test_a_dossier_costs_few_queries(amelie, people, saaq_agent, saaq_team, signed_in, rows):
    """Decided, with papers, conversations and deadlines, be they one or many."""
    dossier_type = DossierType.objects.get(code="permis-conduire")
    dossier = open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, dossier_type=dossier_type)
    offered = offer("permis-conduire-paiement", by=people["emile"])
    for number in range(rows):
        add_to(dossier, amelie, saaq_agent, f"Rapport {number}")
        accepted(amelie, team=saaq_team, dossier=dossier)
        due_on = DUE + dt.timedelta(days=number)
        follow(citizen=amelie.citizen, kind=offered, due_on=due_on, wordings={}, by=amelie)
        promise(by=saaq_agent, dossier=dossier, revision=number + 1, promised_on=DUE)
    decide(by=saaq_agent, dossier=dossier, revision=rows + 1, outcome="granted", words="Oui.", closes=False)
    client = signed_in(amelie)
    client.get(url_of(dossier))  # its notices are read
    assert queries_of(client, url_of(dossier)) <= MOST_QUERIES
