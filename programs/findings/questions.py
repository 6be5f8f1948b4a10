"""Which question next: the one whose answer can change the most. Pure, general, the same for everybody.

For each program still open, each fact that can still change its verdict has a weight (`portal.criteria.missing`):
1 when it can refuse alone, a share of it inside an `any`. It is divided by the number of facts that the program
still needs (a program one answer away counts more than one that is ten away), doubled when the organization wants it
asked first, lowered when the fact is sensitive: what is intimate is asked late. Ties: the order of the vocabulary.
"""

from collections.abc import Iterable, Mapping

from programs.rules.verdicts import Rule, RuleOutcome, Verdict

DISCRETION = {"low": 1.0, "personal": 1.0, "sensitive": 0.8, "very_sensitive": 0.5}
# After these first questions the answers found so far are shown; the person goes on if they want more.
PAUSE_AFTER = 4


def rank_questions(
    outcomes: Mapping[str, RuleOutcome],
    rules: Mapping[str, Rule],
    sensitivities: Mapping[str, str],
    passed: Iterable[str] = (),
) -> list[str]:
    """Facts worth asking, most decisive first; those already passed are not asked again."""
    scores: dict[str, float] = {}
    for code, outcome in outcomes.items():
        for fact, weight in outcome.weights.items():
            urge = 2.0 if fact in rules[code].screening else 1.0
            scores[fact] = scores.get(fact, 0.0) + urge * weight / len(outcome.missing)
    position = {fact: rank for rank, fact in enumerate(sensitivities)}
    worth = set(scores) - set(passed)
    return sorted(worth, key=lambda fact: (-scores[fact] * DISCRETION[sensitivities[fact]], position[fact]))


def decided(outcomes: Mapping[str, RuleOutcome]) -> int:
    """Programs that already have their answer, "to be checked by the organization" included."""
    return sum(outcome.verdict is not Verdict.UNKNOWN or not outcome.missing for outcome in outcomes.values())
