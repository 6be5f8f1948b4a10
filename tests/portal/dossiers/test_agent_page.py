"""The agent's page of a dossier: each gesture is a button; what another did meanwhile is said."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from messaging.threads.actions import expect_reply, write
from messaging.threads.owed import replied_in
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.documents.models import Document
from portal.documents.uploads import seal_upload
from portal.dossier_type_versions.actions import import_dossier_types
from portal.dossier_types.models import DossierType
from portal.dossiers.actions import DossierOvertaken, NotOfItsType, close, give_type, move, open_dossier
from portal.dossiers.models import Dossier
from portal.requested_documents.actions import ask, file_paper
from tests.portal.documents import corpus
from tests.queries import growth

pytestmark = pytest.mark.django_db


@pytest.fixture
def licence(saaq_team) -> DossierType:
    import_dossier_types(by=None)
    return DossierType.objects.get(code="permis-conduire")


@pytest.fixture
def opened(amelie, saaq_agent, saaq_team, licence) -> Dossier:
    return open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, dossier_type=licence)


def act(client, dossier, do, revision, **given):
    data = {f"{do}-{name}": value for name, value in given.items()}
    return client.post(dossier.agent_url, {"do": do, "revision": revision, **data}, follow=True)


def test_a_whole_life_by_buttons(opened, saaq_agent, signed_in):
    agent = signed_in(saaq_agent)
    act(agent, opened, "move", 1, stage="etude", note="Tout y est.")
    act(agent, opened, "promise", 2, promised_on=today() + dt.timedelta(days=5))
    refused = act(agent, opened, "decide", 3, outcome="refused", reason="sante")
    assert refused.status_code == 422 and "dit comment la contester" in refused.content.decode()
    act(agent, opened, "decide", 3, outcome="refused", reason="sante", remedy="revision", closes="on")
    opened.refresh_from_db()
    assert not opened.is_open and opened.decisions.get().remedy == "revision"
    page = act(agent, opened, "reopen", 4, note="Un papier est arrivé.").content.decode()
    assert "Le dossier est rouvert." in page and "Tout y est." in page and str(saaq_agent) in page
    act(agent, opened, "close", 5, note="Vous l’avez demandé.")
    opened.refresh_from_db()
    assert (opened.state, opened.revision) == ("closed", 6)


def test_the_second_of_two_agents_is_refused(opened, saaq_agent, signed_in):
    agent = signed_in(saaq_agent)
    act(agent, opened, "move", 1, stage="etude")
    page = act(agent, opened, "close", 1, note="Fini.").content.decode()
    assert "Quelqu’un a changé ce dossier entre-temps" in page
    for strange in ("", "x", "99999999999999999999"):
        assert act(agent, opened, "close", strange, note="Fini.").status_code == 200
    opened.refresh_from_db()
    assert opened.is_open and opened.revision == 2


def test_decided_and_open_it_offers_to_withdraw_the_decision_and_not_another(opened, saaq_agent, signed_in):
    agent = signed_in(saaq_agent)
    page = act(agent, opened, "decide", 1, outcome="granted", words="Oui.").content.decode()
    assert "Rendre cette décision" not in page and "Fermer sans décision" not in page
    assert "Retirer la décision" in page and "Fermer le dossier" in page and "est rendue" in page
    again = act(agent, opened, "decide", 2, outcome="refused", words="Non.").content.decode()
    assert "a déjà une décision" in again and "Quelqu’un a changé" not in again
    page = act(agent, opened, "withdraw", 2, note="Nous nous sommes trompés.").content.decode()
    assert "La décision est retirée." in page and "Rendre cette décision" in page and "Décision retirée" in page
    act(agent, opened, "decide", 3, outcome="partial", words="En partie.", remedy="revision", closes="on")
    opened.refresh_from_db()
    assert not opened.is_open and opened.decisions.in_force().get().outcome == "partial"


@pytest.mark.parametrize("do", ["close", "decide"])
def test_closing_says_what_is_left_and_ends_what_was_asked_of_the_person(do, opened, amelie, saaq_agent, signed_in):
    due_on = today() + dt.timedelta(days=10)
    words = {"subject": "Mon permis", "body": "Bonjour", "key": uuid.uuid4()}
    thread = write(by=amelie, citizen=amelie.citizen, team=opened.team, dossier=opened, **words)
    expect_reply(thread=thread, on=due_on, by=saaq_agent)
    about = {"citizen": amelie.citizen, "team": opened.team, "dossier": opened, "about": thread}
    asked = ask(by=saaq_agent, label="Rapport médical", due_on=due_on, **about)
    agent = signed_in(saaq_agent)
    before = agent.get(opened.agent_url).content.decode().split(f'id="{do}"')[1].split("<form")[0]
    assert "Envoyer une pièce demandée · <bdi>Rapport médical" in before and "Répondre à un message" in before
    given = {"note": "Fini."} if do == "close" else {"outcome": "granted", "words": "Oui.", "closes": "on"}
    act(agent, opened, do, 1, **given)
    asked.refresh_from_db()
    assert asked.state == "cancelled" and AuditEvent.objects.filter(verb="request.cancelled").exists()
    page = signed_in(amelie).get(opened.get_absolute_url())
    assert [item.kind for item in page.context["expected"].of_team] == ["messaging.answer"]
    assert not page.context["expected"].of_person and "n’est plus demandé" in page.content.decode()
    assert not replied_in(thread)


def test_an_organization_that_closes_ends_what_was_asked_too(opened, amelie, saaq_agent):
    due_on = today() + dt.timedelta(days=10)
    asked = ask(by=saaq_agent, label="Rapport", due_on=due_on, citizen=amelie.citizen, team=opened.team, dossier=opened)
    close(by=None, dossier=opened, revision=1)
    asked.refresh_from_db()
    assert (asked.state, asked.settled_by) == ("cancelled", None)


def test_awaited_and_asked_nothing_the_person_reads_the_word_of_the_team(opened, amelie, saaq_agent, signed_in):
    move(by=saaq_agent, dossier=opened, revision=1, stage="a-completer", note="Il manque <le> rapport.")
    text = signed_in(amelie).get(opened.get_absolute_url()).content.decode()
    yours = text.split('id="yours"')[1].split("</section>")[0]
    assert "Il manque &lt;le&gt; rapport." in yours and "demandé plus bas" not in yours and "Écrire à l’équipe" in yours


def test_what_came_by_post_is_not_awaited_any_more(opened, amelie, saaq_agent, signed_in):
    move(by=saaq_agent, dossier=opened, revision=1, stage="a-completer", note="Il manque le rapport.")
    about = {"citizen": amelie.citizen, "team": opened.team, "dossier": opened}
    asked = ask(by=saaq_agent, label="Rapport", due_on=today() + dt.timedelta(days=10), **about)
    text = signed_in(amelie).get(opened.get_absolute_url()).content.decode()
    assert "demandé plus bas" in text and "Il manque le rapport." in text.split('id="yours"')[1].split("</section>")[0]
    upload = seal_upload("rapport.pdf", corpus.pdf())
    file_paper(by=saaq_agent, request=asked, uploads=[upload], came_on=today())
    page = signed_in(amelie).get(opened.get_absolute_url())
    assert not page.context["expected"].of_person
    assert "demandé plus bas" not in page.content.decode() and "reçu ce qui était demandé" in page.content.decode()
    agents = signed_in(saaq_agent).get(opened.agent_url).content.decode()
    assert "Le dossier attend la personne" not in agents and "est reçu : examinez-le" in agents


def test_another_team_does_not_move_it(opened, saaq_agent_other_team, saaq_administrator, amelie, signed_in):
    for user in (saaq_agent_other_team, saaq_administrator):
        assert act(signed_in(user), opened, "close", 1, note="Fini.").status_code == 404
    act(signed_in(amelie), opened, "close", 1, note="Fini.")
    opened.refresh_from_db()
    assert opened.revision == 1


def test_a_conversation_becomes_a_dossier_in_one_click(amelie, saaq_agent, saaq_team, licence, signed_in):
    files = [seal_upload("note.pdf", b"%PDF-1.4 x")]
    words = {"subject": "Mon permis", "body": "Bonjour", "key": uuid.uuid4()}
    thread = write(by=amelie, citizen=amelie.citizen, team=saaq_team, uploads=files, **words)
    agent, conversation = signed_in(saaq_agent), reverse("admin:threads_thread_change", args=[thread.pk])
    assert "Ouvrir un dossier" in agent.get(conversation).content.decode()
    for _press in range(2):
        agent.post(reverse("admin:threads_thread_dossier", args=[thread.pk]), {"dossier_type": licence.pk})
    dossier = Dossier.objects.get(dossier_type=licence)
    thread.refresh_from_db()
    assert thread.dossier == dossier and Document.objects.get(messages__thread=thread).dossier == dossier
    assert dossier.number in agent.get(conversation).content.decode()
    mine = signed_in(amelie).get(dossier.get_absolute_url()).content.decode()
    assert "Mon permis" in mine and "note.pdf" in mine and "Où est-ce rendu" in mine


def test_the_person_reads_where_it_is_and_what_follows(opened, amelie, signed_in, clock_offset, saaq_agent):
    me = signed_in(amelie)
    text = me.get(opened.get_absolute_url()).content.decode()
    for words in (
        'aria-current="step"',
        "Ce qui vient ensuite",
        "30 jours, d’après l’organisme",
        "Si nous sommes en retard",
    ):
        assert words in text, words
    clock_offset(days=31)
    late = signed_in(amelie).get(opened.get_absolute_url()).content.decode()
    assert "Nous sommes en retard" in late and "Protecteur du citoyen" in late
    act(signed_in(saaq_agent), opened, "decide", 1, outcome="refused", reason="sante", remedy="revision", closes="on")
    decided = signed_in(amelie).get(opened.get_absolute_url()).content.decode()
    assert "Vous n’êtes pas d’accord?" in decided and "Demande de révision" in decided and "Terminé" in decided


def test_moves_cost_no_query(opened, amelie, saaq_agent, signed_in):
    me, agent = signed_in(amelie), signed_in(saaq_agent)
    for client, url in ((me, opened.get_absolute_url()), (agent, opened.agent_url)):
        with growth(client, url) as cost:
            for stage in ("etude", "recu"):
                opened.refresh_from_db()
                act(agent, opened, "move", opened.revision, stage=stage, note="Bonjour")
        assert cost.after == cost.before, url


def test_a_dossier_without_a_type_is_given_one_and_begins(amelie, saaq_agent, saaq_team, licence, signed_in):
    agent = signed_in(saaq_agent)
    bare = open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, number="SAAQ-9", title="Permis")
    assert "Faire avancer le dossier" not in agent.get(bare.agent_url).content.decode()
    page = act(agent, bare, "type", 1, dossier_type=licence.pk, note="Nous vous suivons ici.").content.decode()
    assert "Le dossier a son genre" in page and "Faire avancer le dossier" in page
    bare.refresh_from_db()
    assert (bare.dossier_type, bare.stage, bare.number) == (licence, "recu", "SAAQ-9")
    assert bare.promised_on == today() + dt.timedelta(days=licence.promised_days)
    with pytest.raises(DossierOvertaken):
        give_type(by=saaq_agent, dossier=bare, revision=2, dossier_type=licence)
    health = DossierType.objects.get(code="carte-assurance-maladie")
    other = open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, title="Permis")
    with pytest.raises(NotOfItsType):
        give_type(by=saaq_agent, dossier=other, revision=1, dossier_type=health)
    assert act(agent, other, "type", 1, dossier_type=health.pk).status_code == 422


def test_a_conversation_goes_into_an_open_dossier(opened, amelie, bruno, saaq_agent, saaq_team, signed_in):
    words = {"subject": "Mon permis", "body": "Bonjour", "key": uuid.uuid4()}
    uploads = [seal_upload("note.pdf", b"%PDF-1.4 x")]
    thread = write(by=amelie, citizen=amelie.citizen, team=saaq_team, uploads=uploads, **words)
    agent, join = signed_in(saaq_agent), reverse("admin:threads_thread_join", args=[thread.pk])
    strange = open_dossier(by=saaq_agent, citizen=bruno.citizen, team=saaq_team, title="Permis")
    assert join in agent.get(reverse("admin:threads_thread_change", args=[thread.pk])).content.decode()
    assert opened.number in agent.get(join).content.decode()
    for wrong in ("", "x", str(strange.pk)):
        assert agent.post(join, {"dossier": wrong}).status_code == 422
    thread.refresh_from_db()
    assert thread.dossier is None
    page = agent.post(join, {"dossier": str(opened.pk)}, follow=True).content.decode()
    assert "La conversation est dans le dossier" in page and "Mon permis" in page
    assert Document.objects.get(messages__thread=thread).dossier == opened
    assert "Mon permis" in signed_in(amelie).get(opened.get_absolute_url()).content.decode()
