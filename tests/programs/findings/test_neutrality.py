"""Neutrality: the same facts give the same list in the same order, whoever asks, and only relevant facts count."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import clock
from portal.consents.actions import give
from portal.consents.models import Channel, How, Purpose
from portal.criteria.nodes import leaves
from portal.dossiers.actions import open_dossier
from portal.foundation.words.folding import plain
from portal.organizations.models import Organization
from portal.people.models import Citizen
from programs.counts.actions import count
from programs.facts.crossings import given_on
from programs.facts.derivations import resolve
from programs.facts.models import FactDefinition
from programs.findings.actions import advise, turn_on
from programs.findings.models import Finding
from programs.findings.presentation import Basis, by_verdict, show
from programs.programs.models import Program
from programs.programs.rulebook import published_rules
from programs.rules.verdicts import evaluate
from programs.situations.actions import keep_situation
from tests.programs.populations import TODAY, random_person
from tests.programs.reference_rules import kinds, rules

SEEDS = st.integers(0, 10_000)


def order_on_page(client, codes=("eligible", "unknown", "not_eligible")):
    lists = client.get(reverse("findings:result")).context["lists"]
    return {verdict: [(one.program.code, one.from_on) for one in lists[verdict]] for verdict in codes}


def answers_given_to(user, client):
    """What a person reads and what is kept of it: programs in their order, verdicts, facts to ask, days, reasons."""
    lists = client.get(reverse("findings:result")).context["lists"]
    page = {
        verdict: [(one.program.code, one.from_on, one.reasons, [row.code for row in one.missing]) for one in some]
        for verdict, some in lists.items()
    }
    kept = {
        one.program.code: (one.verdict, one.missing, one.from_on)
        for one in Finding.objects.filter(citizen=user.citizen).select_related("program")
    }
    return page, kept


def settled(user, facts, by=None):
    keep_situation(citizen=user.citizen, given=facts, by=by or user)
    advise(citizen=user.citizen, by=by or user)


# What a person is, or how they are served, that no rule reads: dimension → what changes for the second person.
DIFFERENCES = {
    "language": lambda citizen: {"language": "en"},
    "age of the account": lambda citizen: {"created_at": clock.now() - dt.timedelta(days=3_000)},
    "place": lambda citizen: {"postal_address": "Blanc-Sablon", "time_zone": "America/Blanc-Sablon"},
    "name": lambda citizen: {"given_name": "Zoé", "family_name": "Aaron"},
    "reachable or not": lambda citizen: {"email": ""},
}


@pytest.mark.django_db
@pytest.mark.parametrize("dimension", DIFFERENCES)
@pytest.mark.parametrize("seed", [3, 8])
def test_what_no_rule_reads_changes_nothing(catalogue, amelie, bruno, signed_in, seed, dimension, clock_offset):
    # At noon, it is the same day for both: each reads when something was known by the day of where they live.
    clock_offset(hours=12 - clock.now().astimezone(ZoneInfo(clock.LEGAL_ZONE)).hour)
    facts = given_on(random_person(random.Random(seed)), clock.today())
    changes = DIFFERENCES[dimension](bruno.citizen)
    assert Citizen.objects.filter(pk=bruno.citizen.pk).update(**changes) == 1
    bruno.citizen.refresh_from_db()
    seen = []
    for user in (amelie, bruno):
        settled(user, facts)
        seen.append(answers_given_to(user, signed_in(user)))
    assert seen[0] == seen[1]
    assert sum(map(len, seen[0][0].values())) == 46


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [3, 8])
def test_the_channel_of_consent_and_the_dossiers_change_nothing(catalogue, amelie, bruno, signed_in, saaq_team, seed):
    """Served by SMS or by letter, warned or not, known to an organization or not."""
    facts = given_on(random_person(random.Random(seed)), clock.today())
    citizen = bruno.citizen
    for channel in (Channel.SMS, Channel.LETTER):
        give(citizen=citizen, purpose=Purpose.REMINDERS, channel=channel, wording="Oui.", by=bruno, how=How.WEB)
    turn_on(citizen=citizen, by=bruno)
    open_dossier(by=None, citizen=citizen, team=saaq_team, number="N-1", title="Permis")
    seen = []
    for user in (amelie, bruno):
        settled(user, facts)
        seen.append(answers_given_to(user, signed_in(user)))
    assert seen[0] == seen[1]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [3, 8])
def test_who_wrote_the_facts_changes_no_verdict(catalogue, amelie, bruno, saaq_agent, signed_in, seed):
    """By oneself on the web, or by an agent on the telephone: only the words «who said it» differ."""
    facts = given_on(random_person(random.Random(seed)), clock.today())
    settled(amelie, facts)
    settled(bruno, facts, by=saaq_agent)
    kept = [answers_given_to(user, signed_in(user))[1] for user in (amelie, bruno)]
    assert kept[0] == kept[1]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_language_of_the_page_moves_nothing(catalogue, amelie, signed_in, language):
    settled(amelie, given_on(random_person(random.Random(6)), clock.today()))
    client = signed_in(amelie)
    before = order_on_page(client)
    client.cookies["django_language"] = language
    assert order_on_page(client) == before


def order_of(known):
    definitions, programs = FactDefinition.objects.by_code(), Program.objects.published().select_related("organization")
    rules = published_rules()
    shown = [show(one, evaluate(rules[one.code], known), Basis(definitions, known)) for one in programs]
    return {verdict: [one.program.code for one in ones] for verdict, ones in by_verdict(shown).items()}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_the_organization_its_name_and_its_zeal_do_not_move_a_program(catalogue, saaq, ramq, people, seed):
    """Given to another organization, renamed, confirmed, edited, seen a thousand times: the order is the same."""
    known = resolve(given_on(random_person(random.Random(seed)), TODAY), TODAY)
    before = order_of(known)
    for organization in (saaq, ramq):
        Program.objects.update(organization=organization)
        assert order_of(known) == before
    Organization.objects.filter(pk=ramq.pk).update(name_fr="Aaa", name_en="Aaa", phone="")
    some = list(Program.objects.order_by("-code")[:20])
    Program.objects.filter(pk__in=[one.pk for one in some]).update(
        reviewed_at=clock.now(), reviewed_by=people["emile"], updated_at=clock.now(), official_url="", amounts=[]
    )
    for _time in range(3):
        count(step="seen", programs=some)
    with override("en"):
        assert order_of(known) == before


@pytest.mark.django_db
def test_the_order_is_the_published_one(catalogue):
    """Fewest questions, then the day, then the name: nothing else decides between two programs."""
    known = resolve(given_on(random_person(random.Random(9)), TODAY), TODAY)
    rules, programs = published_rules(), {one.code: one for one in Program.objects.published()}
    for codes in order_of(known).values():
        keys = [(len(evaluate(rules[code], known).missing), plain(programs[code].name_fr)) for code in codes]
        assert keys == sorted(keys)


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
            one, other = evaluate(rule, before), evaluate(rule, after)
            assert (one.verdict, one.missing) == (other.verdict, other.missing)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=SEEDS)
def test_no_suggestion_rests_on_an_unknown_fact(seed):
    """Whatever the unknown facts turn out to be, what is suggested today stays so."""
    chance = random.Random(seed)
    facts, whole = random_person(chance), random_person(chance)
    known, found = resolve(given_on(facts, TODAY), TODAY), resolve(given_on(whole | facts, TODAY), TODAY)
    for rule in rules().values():
        if evaluate(rule, known).verdict == "eligible":
            assert evaluate(rule, found).verdict == "eligible"
