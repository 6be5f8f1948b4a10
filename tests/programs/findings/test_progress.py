"""One question at a time: never a useless one, and a progress that keeps its word."""

import random

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.facts.derivations import resolve
from programs.findings.questions import decided, rank_questions
from programs.findings.summary import GAP, WIDTH, summary
from programs.programs.models import Program
from programs.rules.verdicts import compile_rule, evaluate
from programs.situations.answers import Answers
from tests.programs.populations import random_value
from tests.programs.reference_rules import AS_OF, kinds, rules

NAMES = ("a", "b", "c", "d", "e")


@st.composite
def read_once(draw, names=NAMES):
    """A tree in which each fact stands once: what publishing accepts (`contradictions` refuses the others)."""
    if len(names) == 1:
        lenient = {"on_fail": "unknown"} if draw(st.booleans()) else {}
        return {"fact": names[0], "op": "eq", "value": True} | lenient
    cut = draw(st.integers(1, len(names) - 1))
    parts = [draw(read_once(names[:cut])), draw(read_once(names[cut:]))]
    tree = {draw(st.sampled_from(["all", "any"])): parts}
    return {"not": tree} if draw(st.integers(0, 4)) == 0 else tree


def completions(names):
    if not names:
        yield {}
        return
    for rest in completions(names[1:]):
        for value in (True, False):
            yield {names[0]: value} | rest


@given(read_once(), st.dictionaries(st.sampled_from(NAMES), st.booleans()))
def test_a_fact_is_asked_only_when_its_answer_can_change_something(tree, known):
    """For each fact asked, some answer to the others makes its own yes and no come to different verdicts."""
    rule = compile_rule(tree)
    asked = evaluate(rule, known).missing
    for fact in asked:
        others = [name for name in NAMES if name not in known and name != fact]
        result = (known | more for more in completions(others))
        assert any(
            evaluate(rule, base | {fact: True}).judged.state is not evaluate(rule, base | {fact: False}).judged.state
            for base in result
        ), fact


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 0.5))
def test_going_on_never_adds_a_question_and_never_takes_a_verdict_back(seed, passing):
    """Over the real rules: whatever is answered or passed, «il reste N questions au plus» only goes down."""
    chance, known, passed = random.Random(seed), {}, []
    vocabulary, compiled = kinds(), rules()
    sensitivities = {code: "low" for code, kind in vocabulary.items() if not kind.is_derived}
    left, settled = len(sensitivities), -1
    while True:
        facts = resolve(known, AS_OF)
        outcomes = {code: evaluate(rule, facts) for code, rule in compiled.items()}
        questions = rank_questions(outcomes, compiled, sensitivities, passed)
        assert len(questions) <= left
        assert decided(outcomes) >= settled
        left, settled = len(questions), decided(outcomes)
        if not questions:
            break
        assert questions[0] not in known and questions[0] not in passed
        if chance.random() < passing:
            passed.append(questions[0])
        else:
            known[questions[0]] = random_value(vocabulary[questions[0]], chance)


def test_not_knowing_and_not_saying_are_told_apart(walker):
    walker.client.post(reverse("findings:question", args=["resident_quebec"]), {"skip": "unsure"})
    walker.client.post(reverse("findings:question", args=["immigration_status"]), {"skip": "private"})
    page = walker.client.get(reverse("findings:result"))
    text = page.content.decode()
    assert [one.code for one in page.context["passed"]] == ["resident_quebec", "immigration_status"]
    assert "Vous ne saviez pas" in text and "Vous avez préféré ne pas répondre" in text
    assert walker.asked() not in {"resident_quebec", "immigration_status"}
    walker.answer("resident_quebec", answer="yes")
    assert [one.code for one in walker.client.get(reverse("findings:result")).context["passed"]] == [
        "immigration_status"
    ]


def test_a_change_of_mind_leaves_one_trace():
    answers = Answers()
    answers.decline("birth_date", is_unsure=True)
    answers.decline("birth_date")
    assert (answers.declined, answers.unsure) == (["birth_date"], [])
    answers.decline("birth_date", is_unsure=True)
    answers.answer("birth_date", "1992-12-02")
    assert (answers.declined, answers.unsure, answers.seen) == ([], [], ["birth_date"])


@given(st.lists(st.integers(0, 60), min_size=3, max_size=3))
def test_the_bar_is_drawn_to_scale_and_holds_in_its_frame(counts):
    lists = dict(zip(("eligible", "unknown", "not_eligible"), ([None] * count for count in counts), strict=True))
    parts = summary(lists)
    assert [part.count for part in parts] == counts
    assert all(bool(part.width) == bool(part.count) for part in parts)
    ends = [part.x + part.width for part in parts if part.width]
    assert not ends or max(ends) <= WIDTH + 4 * GAP
    assert all(
        one.x + one.width <= other.x for one, other in zip(parts, parts[1:], strict=False) if one.width and other.width
    )


def test_the_summary_is_words_before_it_is_a_picture(walker):
    walker.answer("resident_quebec", answer="no")
    text = walker.client.get(reverse("findings:result")).content.decode()
    assert 'aria-hidden="true" focusable="false"' in text
    found = walker.findings()
    assert f"<strong>{len(found['not_eligible'])}</strong> pas en ce moment" in text


def test_only_one_life_event_is_asked_about_from_its_page(walker):
    page = walker.client.get(reverse("life_events:life_event", args=["naissance"])).content.decode()
    address = reverse("findings:start_for_event", args=["naissance"])
    assert address in page
    walker.client.post(address)
    assert sum(map(len, walker.findings().values())) == 8
    assert walker.client.post(reverse("findings:start_for_event", args=["guerre"])).status_code == 404


@pytest.mark.parametrize("answer", ["x" * 1000, "-5", "1e400", "trois", "\u0000", "24 000 000 000 000", "nan", "inf"])
def test_a_strange_amount_is_explained(walker, answer):
    page = walker.client.post(reverse("findings:question", args=["family_net_income"]), {"answer": answer})
    assert page.status_code == 200 and "Il reste quelque chose à corriger" in page.content.decode()


def test_a_program_retired_meanwhile_is_only_not_shown(walker):
    walker.answer("resident_quebec", answer="yes")
    Program.objects.filter(code="rqap").update(state=Program.State.DRAFT)
    assert sum(map(len, walker.findings().values())) == 45
    walker.client.post(reverse("findings:start_for_program", args=["allocation-famille"]))
    Program.objects.filter(code="allocation-famille").update(state=Program.State.DRAFT)
    assert walker.client.get(reverse("findings:result")).status_code == 200
