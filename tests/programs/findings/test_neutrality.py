"""Neutrality: the same facts give the same list in the same order, whoever asks, and only relevant facts count."""

import datetime as dt
import random

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import clock
from portal.people.models import Citizen
from programs.facts.crossings import given_on
from programs.facts.derivations import resolve
from programs.facts.models import FactDefinition
from programs.findings.actions import advise
from programs.findings.models import Finding
from programs.findings.presentation import Basis, by_verdict, show
from programs.programs.models import Program
from programs.programs.rulebook import published_rules
from programs.rules.nodes import leaves
from programs.rules.verdicts import evaluate
from programs.situations.actions import keep_situation
from tests.programs.populations import TODAY, random_person
from tests.programs.reference_rules import kinds, rules

SEEDS = st.integers(0, 10_000)


def order_on_page(client, codes=("eligible", "unknown", "not_eligible")):
    lists = client.get(reverse("programs:result")).context["lists"]
    return {verdict: [(one.program.code, one.from_on) for one in lists[verdict]] for verdict in codes}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [3, 8])
def test_language_age_of_account_and_place_change_nothing(catalogue, amelie, bruno, signed_in, client, seed):
    facts = given_on(random_person(random.Random(seed)), clock.today())
    Citizen.objects.filter(pk=bruno.citizen.pk).update(
        language="en", created_at=clock.now() - dt.timedelta(days=900), postal_address="Blanc-Sablon", email=""
    )
    seen = []
    for user in (amelie, bruno):
        keep_situation(citizen=user.citizen, given=facts, by=user)
        advise(citizen=user.citizen, by=user)
        seen.append(order_on_page(signed_in(user)))
        answers = {one.program.code: (one.verdict, one.missing) for one in Finding.objects.filter(citizen=user.citizen)}
        seen.append(answers)
    assert seen[0] == seen[2] and seen[1] == seen[3]


@pytest.mark.django_db
def test_the_organization_of_a_program_does_not_move_it(catalogue, saaq):
    """All programs given to one organization: the order is the same."""
    definitions, programs = FactDefinition.objects.by_code(), Program.objects.published().select_related("organization")
    known = resolve(given_on(random_person(random.Random(5)), TODAY), TODAY)

    def order():
        shown = [show(one, evaluate(published_rules()[one.code], known), Basis(definitions, known)) for one in programs]
        return {verdict: [one.program.code for one in ones] for verdict, ones in by_verdict(shown).items()}

    before = order()
    Program.objects.update(organization=saaq)
    with override("en"):
        assert order() == before


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, data=st.data())
def test_a_fact_that_no_rule_names_never_counts(seed, data):
    """Changing, adding or dropping a fact moves only the programs whose criteria name it."""
    facts = random_person(random.Random(seed))
    other = random_person(random.Random(seed + 1))
    code = data.draw(st.sampled_from(sorted(kinds())))
    if kinds()[code].is_derived:
        return
    changed = {**facts, code: other[code]} if code in other else {one: facts[one] for one in facts if one != code}
    before, after = (resolve(given_on(one, TODAY), TODAY) for one in (facts, changed))
    moved = {fact for fact in before.keys() | after.keys() if before.get(fact, "?") != after.get(fact, "?")}
    for rule in rules().values():
        read = {fact for leaf in leaves(rule.root) for fact in (leaf.fact, leaf.key)}
        if not read & moved:
            assert evaluate(rule, before).verdict is evaluate(rule, after).verdict


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=SEEDS)
def test_no_suggestion_rests_on_an_unknown_fact(seed):
    """Whatever the unknown facts turn out to be, what is suggested today stays so."""
    chance = random.Random(seed)
    facts, whole = random_person(chance), random_person(chance)
    known, told = resolve(given_on(facts, TODAY), TODAY), resolve(given_on(whole | facts, TODAY), TODAY)
    for rule in rules().values():
        if evaluate(rule, known).verdict == "eligible":
            assert evaluate(rule, told).verdict == "eligible"
