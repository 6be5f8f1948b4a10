"""On the telephone, on the screen, on paper: the questions, verdicts, order and words that the person reads alone."""

import io
import random

import pikepdf
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal import clock
from portal.criteria.vocabulary import write_value
from programs.assisted_advice import letters
from programs.facts.crossings import given_on
from programs.facts.models import FactDefinition
from programs.findings.presentation import by_verdict, show
from programs.findings.questionnaire import Questionnaire
from programs.findings.scopes import programs_of
from programs.situations.answers import COOKIE, Answers, write_answers
from tests.programs.populations import random_person

pytestmark = pytest.mark.django_db
SCOPES = ["tout", "evenement:naissance", "programme:indemnites-saaq"]


def answers_of(seed, scope):
    """Some of a random person's facts as answers, some questions passed."""
    chance = random.Random(seed)
    asked = set(FactDefinition.objects.filter(is_derived=False).values_list("code", flat=True))
    facts = {code: write_value(value) for code, value in given_on(random_person(chance), clock.today()).items()}
    given = {code: value for code, value in facts.items() if code in asked and chance.random() < 0.8}
    declined = [code for code in sorted(asked - given.keys()) if chance.random() < 0.2]
    return Answers(given=given, declined=declined, scope=scope)


def with_answers(client, answers):
    """The client of somebody who gave these answers."""
    client.cookies[COOKIE] = write_answers(HttpResponse(), answers).cookies[COOKIE].value
    return client


def words_of(lists):
    """All that a list tells, in its order."""
    return {
        verdict: [
            (one.program.code, one.verdict, one.from_on, one.reasons, [row.code for row in one.missing], one.amounts)
            for one in some
        ]
        for verdict, some in lists.items()
    }


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("seed", range(6))
def test_the_agent_and_the_person_read_the_same(catalogue, signed_in, saaq_agent, seed, scope):
    answers = answers_of(seed, scope)
    person, agent = with_answers(Client(), answers), with_answers(signed_in(saaq_agent), answers)
    theirs = person.get(reverse("findings:result")).context["lists"]
    ours = agent.get(reverse("admin:programs_program_assisted_result")).context["lists"]
    assert words_of(ours) == words_of(theirs)
    assert sum(map(len, ours.values())) > 0
    next_of = [
        client.get(reverse(name)).url.strip("/").split("/")[-1]
        for client, name in ((person, "findings:next_question"), (agent, "admin:programs_program_assisted_next"))
    ]
    assert next_of[0] == next_of[1]


def test_the_agent_reads_the_question_as_the_person_does(catalogue, signed_in, saaq_agent, client):
    agent = signed_in(saaq_agent)
    agent.post(reverse("admin:programs_program_assisted"), {"scope": "tout"})
    for row in FactDefinition.objects.filter(is_derived=False):
        page = agent.get(reverse("admin:programs_program_assisted_question", args=[row.code]))
        alone = client.get(reverse("findings:question", args=[row.code]))
        assert page.context["definition"].question == alone.context["definition"].question
        heading = page.content.decode().split("<h1>")[1].split("</h1>")[0]
        assert heading.replace("&#x27;", "'") == row.question
        fields = [[(one.label, one.help_text) for one in shown.context["form"]] for shown in (page, alone)]
        assert fields[0] == fields[1]


def lists_of(seed):
    questionnaire = Questionnaire(answers_of(seed, "tout"), None)
    programs = programs_of("tout").select_related("organization").prefetch_related("organization__teams")
    return by_verdict(
        show(one, questionnaire.outcomes[one.code], questionnaire.basis, questionnaire.opens.get(one.code))
        for one in programs
    )


def flat(reasons):
    for reason in reasons:
        yield f"{reason.words}\u00a0: {reason.text}"
        yield from flat(reason.parts)


@pytest.mark.parametrize("seed", range(4))
def test_the_letter_explains_as_the_screen_does(catalogue, seed):
    lists = lists_of(seed)
    printed = letters._words(lists)["parts"]
    for part, some in zip(printed, lists.values(), strict=True):
        assert [one["name"] for one in part["programs"]] == [one.program.name_fr for one in some]
        for on_paper, on_screen in zip(part["programs"], some, strict=True):
            reasons = on_screen.blocking if on_screen.verdict == "not_eligible" else on_screen.reasons
            assert [row["text"] for row in on_paper["reasons"]] == list(flat(reasons))
            assert on_paper["questions"] == [row.question for row in on_screen.missing]
            assert bool(on_paper["from_on"]) == bool(on_screen.from_on)


def test_the_letter_is_pdf_ua_with_nested_lists(catalogue):
    """Marked, in French, titled, numbered pages, headings and lists in lists for a screen reader."""
    with pikepdf.open(io.BytesIO(letters.letter_of(lists_of(0)))) as pdf:
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang).startswith("fr")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        metadata = pdf.open_metadata()
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"]) == ("1", "2")
        assert {"/H1", "/H2", "/H3", "/L", "/LI"} <= set(tags_of(pdf.Root.StructTreeRoot))
        assert any(is_nested(list_) for list_ in nodes_of(pdf.Root.StructTreeRoot, "/L"))


def nodes_of(node, tag=None):
    """The tagged pieces under a node, itself included."""
    if not isinstance(node, pikepdf.Dictionary):
        return
    if tag is None or str(node.get("/S", "")) == tag:
        yield node
    inner = node.get("/K", [])
    for one in inner if isinstance(inner, pikepdf.Array) else [inner]:
        yield from nodes_of(one, tag)


def tags_of(node):
    return [str(one["/S"]) for one in nodes_of(node) if "/S" in one]


def is_nested(list_):
    return sum(str(one.get("/S", "")) == "/L" for one in nodes_of(list_)) > 1
