"""Reasons in few words: nothing said twice, nothing that no longer matters."""

import pytest

from portal.criteria.judging import MET, NOT_MET, OPEN
from portal.criteria.vocabulary import read
from programs.facts.derivations import resolve
from programs.facts.models import FactDefinition
from programs.findings.presentation import Basis, explain
from programs.findings.telling_reasons import one_line
from programs.rules.verdicts import compile_rule, evaluate
from tests.programs.reference_rules import AS_OF, kinds, personas, rules

pytestmark = pytest.mark.django_db
SURE, MOST = 20_000, 30_000
TWO_LIMITS = {
    "all": [
        {"fact": "family_net_income", "op": "lt", "value": SURE, "on_fail": "unknown", "label_fr": "Revenu modeste"},
        {"fact": "family_net_income", "op": "lt", "value": MOST, "label_fr": "Revenu sous le maximum"},
        {"fact": "resident_quebec", "op": "eq", "value": True, "label_fr": "Habiter au Québec"},
    ]
}


def reasons_for(tree, **known):
    rule = compile_rule(tree)
    return explain(evaluate(rule, known).judged, Basis(FactDefinition.objects.by_code(), known))


@pytest.mark.parametrize(
    ("income", "state", "figure"),
    [(10_000, "Rempli", "20"), (25_000, "À vérifier par l’organisme", "20"), (40_000, "Non rempli", "30")],
)
def test_two_limits_on_one_figure_are_one_reason(catalogue, income, state, figure):
    reasons = [
        one for one in reasons_for(TWO_LIMITS, family_net_income=income, resident_quebec=True) if "evenu" in one.text
    ]
    assert [(one.words, figure in one.text) for one in reasons] == [(state, True)]


def test_what_was_refused_is_not_explained_by_open_questions(catalogue):
    reasons = reasons_for(TWO_LIMITS, resident_quebec=False)
    assert [(one.state, one.text) for one in reasons] == [(NOT_MET, "Habiter au Québec")]


@pytest.mark.parametrize(
    ("label", "only", "line"),
    [
        ("", "Habiter au Québec", "Habiter au Québec"),
        ("Statut admissible", "Citoyenneté", "Statut admissible (citoyenneté)"),
        ("Être parent", "Être parent", "Être parent"),
        ("Couple sous 29\u00a0616\u00a0$", "Revenu du couple sous 29 616 $", "Couple sous 29\u00a0616\u00a0$"),
        ("Adulte (ou parent)", "Avoir 18 ans", "Adulte (ou parent)\u00a0: avoir 18 ans"),
    ],
)
def test_a_group_that_one_condition_tells_is_one_line(label, only, line):
    assert one_line(label, only) == line


def test_every_reason_of_every_persona_reads_as_a_line(catalogue):
    """No doubled parenthesis, no line said twice in a verdict, no open point in a refusal, something to read."""
    definitions, faults = FactDefinition.objects.by_code(), []
    vocabulary = kinds()
    for name, persona in personas().items():
        known = resolve(read(vocabulary, persona["facts"]), AS_OF)
        for code, rule in rules().items():
            judged = evaluate(rule, known).judged
            reasons = explain(judged, Basis(definitions, known))
            lines = [one.text for one in reasons]
            if not lines or len(set(lines)) != len(lines) or any(") (" in line or "))" in line for line in lines):
                faults.append((name, code, lines))
            if judged.state is NOT_MET and any(one.state in OPEN for one in reasons):
                faults.append((name, code, "open"))
            if judged.state is MET and any(one.state is not MET for one in reasons):
                faults.append((name, code, "not met"))
    assert not faults, faults[:5]
