"""Neutrality of questions put in passing: the place gives the question, the facts give the list, and nothing else."""

import datetime as dt
import random

import pytest
from django.urls import reverse
from django.utils.translation import override

from messaging.threads.actions import write
from portal import clock
from portal.dossiers.actions import open_dossier
from portal.organizations.models import Organization
from portal.people.models import Citizen
from programs.facts.crossings import given_on
from programs.findings.actions import advise
from programs.findings.models import Finding
from programs.prompts.models import Prompt
from programs.situations.actions import keep_situation
from tests.programs.findings.test_neutrality import order_on_page
from tests.programs.populations import random_person

pytestmark = pytest.mark.django_db
FACT = "unable_to_work"
QUESTIONNAIRE = "/programmes/pistes/questions/unable_to_work/"
PLACES = ["questionnaire", "dossier", "conversation", "event", "other organization"]


@pytest.fixture
def answer_from(accidents, press, work, signed_in):
    """Answers «yes» to the one fact in a place, as a browser does; keeps it."""

    def answer(user, place):
        client, citizen = signed_in(user), user.citizen
        elsewhere = Prompt.objects.get(code="accident-travail-travail")
        if place == "questionnaire":
            client.post(QUESTIONNAIRE, {"answer": "yes"}, secure=True)
            client.post("/programmes/pistes/conserver/", secure=True)
        elif place == "dossier":
            words = {"number": f"N-{citizen.pk}"[:40], "title": "T"}
            claim = open_dossier(by=None, citizen=citizen, team=accidents, **words)
            press(client, work, "keep", answer="yes", citizen=citizen.pk, come_from=claim.get_absolute_url())
        elif place == "conversation":
            words = {"subject": "S", "body": "B", "key": citizen.pk}
            thread = write(by=user, citizen=citizen, team=accidents, **words)
            press(client, work, "keep", answer="yes", citizen=citizen.pk, come_from=thread.get_absolute_url())
        else:
            prompt = work if place == "event" else elsewhere
            press(client, prompt, "keep", answer="yes", come_from="/programmes/evenements/accident-route/")
        return client

    return answer


@pytest.mark.parametrize("place", PLACES[1:])
@pytest.mark.parametrize("seed", [2, 7, 11])
def test_where_it_was_answered_changes_nothing(answer_from, amelie, bruno, place, seed):
    """Same facts: same verdicts, same missing facts, same list in the same order as from the questionnaire."""
    facts = given_on(random_person(random.Random(seed)), clock.today())
    facts.pop(FACT, None)
    facts["birth_date"] = dt.date(1980, 5, 1)  # the question can change something
    facts.pop("rrq_contributions_sufficient", None)
    seen = []
    for user, where in ((bruno, "questionnaire"), (amelie, place)):
        keep_situation(citizen=user.citizen, given=facts, by=user)
        advise(citizen=user.citizen, by=user)
        client = answer_from(user, where)
        answers = {one.program_id: (one.verdict, one.missing) for one in Finding.objects.filter(citizen=user.citizen)}
        seen.append((order_on_page(client), answers))
    assert seen[0] == seen[1]


def test_the_question_is_the_same_for_everybody(accidents, people, amelie, bruno, signed_in):
    """Language, age of the account, address, age: the same question, in the same words."""
    Citizen.objects.filter(pk=bruno.citizen.pk).update(
        created_at=clock.now() - dt.timedelta(days=900), postal_address="Blanc-Sablon", birth_date=dt.date(1990, 1, 1)
    )
    shown = []
    for user in (amelie, bruno):
        claim = open_dossier(by=None, citizen=user.citizen, team=accidents, number=str(user.pk), title="T")
        asked = reverse("prompts:of_dossier", args=[claim.pk])
        text = signed_in(user).get(asked, secure=True).content.decode()
        shown.append(text.split('<form class="r-panel r-no-print"')[1].split("components")[0].split("<fieldset")[1])
    first, second = (text.split("</form>")[0] for text in shown)
    assert first == second and "empêche de travailler" in first


def test_the_order_depends_on_neither_language_nor_organization(accidents, people):
    def order():
        return list(Prompt.objects.in_use().at(team=accidents.pk).in_order().values_list("code", flat=True))

    before = order()
    Prompt.objects.update(organization=Organization.objects.get(code="ramq"))
    with override("en"):
        assert order() == before and len(before) == 2
