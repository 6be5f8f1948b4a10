"""Drafts of messages: kept by the page or by a button, found in the list, gone once sent."""

import uuid

import pytest
from django.urls import reverse

from messaging.threads.models import Message, Thread
from portal.drafts.models import Draft
from tests.queries import growth

pytestmark = pytest.mark.django_db
INBOX, NEW, SAVE = reverse("threads:inbox"), reverse("threads:new"), reverse("threads:save_new")


def typed(team, **more) -> dict:
    return {"team": team.pk, "is_chosen": "True", "subject": "Permis", "body": "Je voudrais"} | more


def test_what_is_typed_is_found_on_another_device_and_gone_once_sent(amelie, saaq_team, signed_in):
    telephone, computer = signed_in(amelie), signed_in(amelie)
    answer = telephone.post(SAVE, typed(saaq_team, draft_revision="0"))
    assert answer.json()["revision"] == 1 and "Brouillon enregistré" in answer.json()["words"]
    page = computer.get(INBOX).content.decode()
    assert "Brouillons" in page and f"{NEW}?team={saaq_team.pk}" in page
    form = computer.get(f"{NEW}?team={saaq_team.pk}").context["form"]
    assert form["body"].value() == "Je voudrais" and form["subject"].value() == "Permis"
    sent = typed(saaq_team, citizen=amelie.citizen.pk, key=uuid.uuid4(), body="Je veux changer.", draft_revision="1")
    assert computer.post(NEW, sent).status_code == 302
    assert not Draft.objects.exists() and "Brouillons" not in telephone.get(INBOX).content.decode()
    late = telephone.post(SAVE, typed(saaq_team, draft_revision="1"))
    assert late.status_code == 409 and not Draft.objects.exists()


def test_a_saving_that_comes_after_its_message_keeps_nothing(amelie, saaq_team, signed_in):
    """The page saved while the message left: the two requests cross."""
    client, key = signed_in(amelie), uuid.uuid4()
    assert client.post(NEW, typed(saaq_team, citizen=amelie.citizen.pk, key=key)).status_code == 302
    assert client.post(SAVE, typed(saaq_team, key=key, draft_revision="0")).status_code == 409
    assert not Draft.objects.exists()


def test_without_a_script_a_button_keeps_it(amelie, saaq_team, signed_in):
    client = signed_in(amelie)
    answer = client.post(NEW, typed(saaq_team, keep_draft="1", draft_revision="0"), follow=True)
    assert answer.redirect_chain == [(INBOX, 302)] and "Rien n’est envoyé" in answer.content.decode()
    assert not Thread.objects.exists()
    late = client.post(NEW, typed(saaq_team, keep_draft="1", draft_revision="0", body="Autre texte"))
    assert late.status_code == 422 and "Autre texte" in late.content.decode()


def test_a_message_for_one_team_is_not_put_in_that_of_another(amelie, saaq, saaq_team, signed_in):
    client, other = signed_in(amelie), saaq.teams.get(name="Accidents de la route")
    client.post(SAVE, typed(saaq_team))
    client.post(SAVE, typed(other, body="Accident"))
    assert client.get(f"{NEW}?team={saaq_team.pk}").context["form"]["body"].value() == "Je voudrais"
    assert Draft.objects.count() == 2


def test_a_reply_is_kept_with_its_conversation(amelie, bruno, start, signed_in):
    thread = start()
    save = reverse("threads:save_reply", args=[thread.pk])
    client = signed_in(amelie)
    assert signed_in(bruno).post(save, {"body": "intrus"}).status_code == 404
    assert client.post(save, {"body": "La suite"}).json()["revision"] == 1
    assert client.get(thread.get_absolute_url()).context["form"]["body"].value() == "La suite"
    assert thread.subject in client.get(INBOX).content.decode()
    assert client.post(thread.get_absolute_url(), {"body": "La suite", "key": uuid.uuid4()}).status_code == 302
    assert not Draft.objects.exists() and Message.objects.count() == 2


def test_an_agent_finds_an_answer_begun(saaq_agent, saaq_agent_other_team, start, people, signed_in):
    thread = start()
    page = reverse("admin:threads_thread_change", args=[thread.pk])
    save = reverse("admin:threads_thread_draft", args=[thread.pk])
    assert signed_in(saaq_agent_other_team).post(save, {"body": "intrus"}).status_code == 404
    client = signed_in(saaq_agent)
    assert client.post(save, {"body": "Voici", "answer_by": ""}).json()["revision"] == 1
    assert client.get(page).context["form"]["body"].value() == "Voici"
    assert signed_in(people["aicha"]).get(page).context["form"]["body"].value() is None
    kept = client.post(page, {"body": "Voici donc", "keep_draft": "1", "draft_revision": "1"}, follow=True)
    assert "Voici donc" in kept.content.decode() and Message.objects.count() == 1
    assert client.post(page, {"body": "Voici donc", "key": uuid.uuid4()}).status_code == 302
    assert not Draft.objects.exists()


def test_what_is_begun_for_somebody_stays_there(amelie, rachel, saaq_team, signed_in):
    place, own = signed_in(rachel, place=amelie.citizen), signed_in(amelie)
    place.post(SAVE, typed(saaq_team))
    assert "Brouillons" in place.get(INBOX).content.decode()
    assert "Brouillons" not in own.get(INBOX).content.decode()
    assert Draft.objects.get().by != amelie


def test_one_is_thrown_away_by_its_author(amelie, bruno, saaq_team, signed_in):
    client = signed_in(amelie)
    client.post(SAVE, typed(saaq_team))
    discard = reverse("drafts:discard", args=[Draft.objects.get().pk])
    signed_in(bruno).post(discard)
    assert Draft.objects.count() == 1
    assert "Le brouillon est jeté" in client.post(discard, follow=True).content.decode()
    assert "n’est plus ici" in client.post(discard, follow=True).content.decode()


@pytest.mark.parametrize("said", [{"draft_revision": "licorne"}, {"team": "licorne"}, {"body": "a\x00b"}, {"body": ""}])
def test_bad_input_is_answered(amelie, saaq_team, signed_in, said):
    assert signed_in(amelie).post(SAVE, typed(saaq_team) | said).status_code in {200, 409}


def test_the_list_does_not_grow_in_queries(amelie, saaq, start, signed_in):
    client = signed_in(amelie)
    client.post(SAVE, typed(saaq.teams.first()))
    client.post(reverse("threads:save_reply", args=[start().pk]), {"body": "Oui"})
    with growth(client, INBOX) as page:
        for _number in range(5):
            client.post(reverse("threads:save_reply", args=[start().pk]), {"body": "Oui"})
    assert page.before == page.after <= 11


def test_what_another_device_typed_since_is_kept(amelie, saaq_team, signed_in):
    telephone, computer = signed_in(amelie), signed_in(amelie)
    telephone.post(SAVE, typed(saaq_team))
    computer.post(SAVE, typed(saaq_team, draft_revision="1", body="Je voudrais savoir autre chose aussi"))
    sent = typed(saaq_team, citizen=amelie.citizen.pk, key=uuid.uuid4(), draft_revision="1")
    assert telephone.post(NEW, sent).status_code == 302
    assert Draft.objects.get().words["body"] == "Je voudrais savoir autre chose aussi"
