"""An outcome explained to an agent: every condition with its state, in the words of the public pages."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.criteria.judging import MISSING, NOT_MET, TO_CHECK
from portal.criteria.nodes import Leaf
from portal.criteria.wording import leaf_words
from programs.facts.models import FactDefinition
from programs.rules.verdicts import RuleOutcome, Verdict

_VERDICTS = {
    Verdict.ELIGIBLE: gettext_lazy("pourrait y avoir droit"),
    Verdict.UNKNOWN: gettext_lazy("à vérifier"),
    Verdict.NOT_ELIGIBLE: gettext_lazy("pas en ce moment"),
}


def verdict_words(verdict: str) -> str:
    return str(_VERDICTS[Verdict(verdict)])


def blocking_words(outcome: RuleOutcome, definitions: Mapping[str, FactDefinition]) -> str:
    """The conditions that made the verdict, in one sentence; empty when all are met."""
    wanted = {Verdict.NOT_ELIGIBLE: {NOT_MET}, Verdict.UNKNOWN: {MISSING, TO_CHECK}}.get(outcome.verdict)
    if wanted is None:
        return str(_("Toutes les conditions sont remplies."))
    nodes = [judged.node for judged in outcome.leaves() if judged.state in wanted]
    texts = [leaf_words(node, definitions) for node in nodes if isinstance(node, Leaf)]
    return _("À cause de : %(conditions)s.") % {"conditions": "; ".join(texts[:4])} if texts else ""
