"""A message to many: read again before it leaves, each has it once and apart, more than 500 need two people."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from messaging.group_messages import actions
from messaging.group_messages.models import GroupMessage, GroupRecipient
from messaging.group_messages.selecting import count_for
from messaging.threads.models import Message, Thread
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.dossier_types.models import DossierType
from portal.dossiers.actions import close, move, open_dossier
from portal.jobs.models import Job
from portal.notices.models import Notice
from portal.people.models import Citizen

pytestmark = pytest.mark.django_db
WRITE = reverse("admin:group_messages_groupmessage_write")


@pytest.fixture
def licence(people) -> DossierType:
    return DossierType.objects.get(code="permis-conduire")


@pytest.fixture
def many(saaq_agent, saaq_team, licence, amelie, bruno):
    """Forty people with an open dossier of that type, Amélie and Bruno among them; one has two."""

    def make(count: int = 40) -> list:
        new = [Citizen(given_name=f"Personne {rank}", family_name="Essai") for rank in range(count - 2)]
        people = [amelie.citizen, bruno.citizen, *Citizen.objects.bulk_create(new)]
        given = {"by": saaq_agent, "team": saaq_team, "dossier_type": licence}
        return [open_dossier(citizen=one, **given) for one in [*people, amelie.citizen]]

    return make


@pytest.fixture
def written(saaq_agent, saaq_team, licence):
    def make(**given) -> GroupMessage:
        words = {"subject": "Le bureau ferme", "body": "Bonjour,\n\nNous fermons lundi.", "stage": ""}
        return actions.write(by=saaq_agent, team=saaq_team, dossier_type=licence, **(words | given))

    return make


def page_of(message) -> str:
    return reverse("admin:group_messages_groupmessage_change", args=[message.pk])


def test_forty_people_have_it_once_each_and_answer_apart(many, written, saaq_agent, amelie, signed_in):
    many()
    client = signed_in(saaq_agent)
    form = client.get(WRITE).context["form"]
    key = next(key for key, audience in form._audiences.items() if audience[1].code == "permis-conduire")
    sent = client.post(WRITE, {"audience": key, "subject": "Le bureau ferme", "body": "Lundi."}, follow=True)
    message = GroupMessage.objects.get()
    text = sent.content.decode()
    assert (
        "Envoyer à 40 personnes" in text
        and "38 personnes n’ont pas d’espace" in text
        and "Lundi." in text
        and not Thread.objects.exists()
    )
    assert client.post(page_of(message), {"act": "send"}).status_code == 302
    assert not Thread.objects.exists()  # a task sends
    assert actions.send_launched() == 40 and actions.send_launched() == 0
    message.refresh_from_db()
    assert message.state == GroupMessage.State.SENT and message.finished_at
    assert Thread.objects.count() == Notice.objects.filter(kind="message").count() == 40
    assert Thread.objects.values("citizen").distinct().count() == 40
    thread = Thread.objects.get(citizen=amelie.citizen)
    assert thread.dossier and thread.subject == "Le bureau ferme"
    amelie_client = signed_in(amelie)
    assert "Lundi." in amelie_client.get(thread.get_absolute_url()).content.decode()
    text = client.get(page_of(message)).content.decode()
    assert "parties\u00a0: 40 sur 40. Lues\u00a0: 1. Avec une réponse\u00a0: 0." in text
    assert AuditEvent.objects.filter(verb="group_message.launched").get().detail == {"people": 40}


def test_cut_in_the_middle_it_goes_on_and_nobody_has_it_twice(many, written, saaq_agent, monkeypatch):
    many(12)
    monkeypatch.setattr(actions, "AT_ONCE", 5)
    message = actions.launch(by=saaq_agent, message=written())
    real, calls = actions.post_from_system, []

    def cut(**given):
        calls.append(given)
        if len(calls) == 8:
            raise KeyboardInterrupt
        return real(**given)

    monkeypatch.setattr(actions, "post_from_system", cut)
    with pytest.raises(KeyboardInterrupt):
        actions.send_launched()
    assert Thread.objects.count() == 5 and Job.objects.get(work=actions.WORK).finished_at is None
    actions.send_launched()
    assert Thread.objects.values("citizen").distinct().count() == Thread.objects.count() == 12
    assert GroupRecipient.objects.filter(group_message=message).count() == 12


def test_beyond_the_limit_somebody_else_reads_it_first(many, written, saaq_agent, people, signed_in, monkeypatch):
    many(4)
    monkeypatch.setattr(actions, "FOUR_EYES", 3)
    monkeypatch.setattr("messaging.group_messages.admin.FOUR_EYES", 3)
    message, alain, aicha = written(), signed_in(saaq_agent), signed_in(people["aicha"])
    assert "Demander l’accord" in alain.get(page_of(message)).content.decode()
    alain.post(page_of(message), {"act": "send"})
    assert GroupMessage.objects.get().state == "draft"
    alain.post(page_of(message), {"act": "submit"})
    refused = alain.post(page_of(message), {"act": "send"}, follow=True)
    assert "Une autre personne de l’équipe" in refused.content.decode()
    assert "Envoyer à 4 personnes" in aicha.get(page_of(message)).content.decode()
    aicha.post(page_of(message), {"act": "send"})
    assert actions.send_launched() == 4
    assert Message.objects.order_by("pk").first().by == saaq_agent


def test_only_who_is_concerned_has_it(many, written, saaq_agent, bruno, licence):
    dossiers = many(6)
    stages = licence.all_stages
    moved = move(by=saaq_agent, dossier=dossiers[2], revision=1, stage=stages[1].code)
    close(by=saaq_agent, dossier=dossiers[3], revision=1)
    Citizen.objects.filter(pk=dossiers[4].citizen_id).update(died_on=today())
    assert count_for(written()) == 4
    assert count_for(written(stage=stages[1].code)) == 1 and moved


def test_nobody_of_another_team_writes_reads_or_sends(many, written, people, saaq_team, licence, signed_in):
    many(3)
    message = written()
    for key in ("benoit", "diane", "carole", "olga"):
        with pytest.raises(PermissionDenied):
            actions.write(by=people[key], team=saaq_team, dossier_type=licence, stage="", subject="x", body="x")
        with pytest.raises(PermissionDenied):
            actions.launch(by=people[key], message=message)
        assert signed_in(people[key]).get(page_of(message)).status_code in {403, 404}


def test_one_that_is_for_nobody_does_not_leave(written, saaq_agent, signed_in):
    message = written()
    answer = signed_in(saaq_agent).post(page_of(message), {"act": "send"}, follow=True)
    assert "Aucun dossier ouvert" in answer.content.decode() and GroupMessage.objects.get().state == "draft"


def test_two_who_act_at_once_and_bad_buttons(many, written, saaq_agent, signed_in):
    many(3)
    message, client = written(), signed_in(saaq_agent)
    assert "Choisissez un des boutons" in client.post(page_of(message), {"act": "x"}, follow=True).content.decode()
    client.post(page_of(message), {"act": "withdraw"})
    assert "avant vous" in client.post(page_of(message), {"act": "send"}, follow=True).content.decode()
    assert actions.send_launched() == 0
    again = client.get(f"{WRITE}?de={message.pk}").context["form"]
    assert again["subject"].value() == message.subject
    assert client.get(f"{WRITE}?de=licorne").status_code == 200


@pytest.mark.parametrize("sent", [{}, {"audience": "licorne"}, {"subject": "a" * 151}, {"body": "a" * 20_001}])
def test_bad_input_keeps_what_is_typed(many, saaq_agent, signed_in, sent):
    answer = signed_in(saaq_agent).post(WRITE, {"subject": "Objet", "body": "Texte"} | sent)
    assert answer.status_code == 422 and not GroupMessage.objects.exists()
