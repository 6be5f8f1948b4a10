"""Which programs the answer to a fact can open: those whose criteria read it, themselves or through a computed fact."""

from collections.abc import Iterable

from portal.criteria.nodes import leaves
from programs.facts.models import FactDefinition
from programs.facts.origins import told_facts
from programs.programs.rulebook import published_rules
from programs.rules.verdicts import Rule

# One question, answered at a glance: yes or no, or a few choices.
SHORT = (FactDefinition.Type.BOOL, FactDefinition.Type.CHOICE, FactDefinition.Type.MULTI)
MOST_CHOICES = 6


def facts_read(rule: Rule) -> frozenset[str]:
    """The facts that a person can be asked and that a rule reads."""
    read = {fact for leaf in leaves(rule.root) for fact in (leaf.fact, leaf.key) if fact}
    return frozenset(needed for fact in read for needed in told_facts(fact))


def programs_reading(fact: str) -> frozenset[str]:
    """Codes of the published programs whose criteria read a fact."""
    return frozenset(code for code, rule in published_rules().items() if fact in facts_read(rule))


def is_short(fact: FactDefinition) -> bool:
    return not fact.is_derived and fact.type in SHORT and len(fact.choices) <= MOST_CHOICES


def short_facts() -> Iterable[str]:
    """Facts that a prompt may ask."""
    return [fact.code for fact in FactDefinition.objects.asked() if is_short(fact)]
