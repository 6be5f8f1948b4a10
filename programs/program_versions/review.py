"""What is said of a content before it is published: errors that refuse it, advice that does not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.criteria.checking import criteria_problems
from portal.criteria.contradictions import ALWAYS, EITHER, NEVER, TOGETHER, TOO_FAR, Flaw, flaws
from portal.criteria.nodes import BadCriteria, Leaf, leaves, read_tree
from portal.criteria.wording import leaf_detail
from portal.foundation.wording.rules import OFFICIAL_PAGE_APART, public_faults
from programs.facts.models import FactDefinition
from programs.program_versions.content import Content
from programs.program_versions.explaining import blocking_words, verdict_words
from programs.programs.examples import Ran, run, verdicts_shown
from programs.rules.verdicts import Verdict, compile_rule

# The largest value that each unit, then each fact, can hold; beyond, it is a slip of the keyboard.
_UNIT_LIMITS = {"percent": 100, "months": 1500, "years": 130, "hours": 10_000}
_FACT_LIMITS = {"age": 130, "spouse_age": 130, "children_under_18": 30, "children_under_14": 30}
REQUIRED = {
    "name_fr": gettext_lazy("le nom"),
    "name_en": gettext_lazy("le nom en anglais"),
    "summary_fr": gettext_lazy("le résumé"),
    "summary_en": gettext_lazy("le résumé en anglais"),
    "holds_for": gettext_lazy("la période de validité"),
}
Definitions = Mapping[str, FactDefinition]


@dataclass(frozen=True)
class ProgramRemark:
    """`where`: the page of the editor that corrects it ("edit", "criteria", "examples")."""

    where: str
    message: str
    is_error: bool = True


def remarks_on(content: Content, definitions: Definitions, in_force: Content | None = None) -> list[ProgramRemark]:
    """Errors first. `in_force`: what the public reads today, to tell words that did not follow."""
    found = [
        *_words(content),
        *_wording(content),
        *_criteria(content["criteria"], definitions),
        *_examples(content, definitions),
    ]
    if in_force is not None:
        left_behind = words_left_behind(in_force["criteria"], content["criteria"], definitions)
        found += [ProgramRemark("criteria", message, is_error=False) for message in left_behind]
    return sorted(found, key=lambda remark: not remark.is_error)


def criteria_remarks(criteria: Any, definitions: Definitions) -> list[str]:
    """Why criteria cannot be published: what is impossible, then what contradicts itself."""
    return [remark.message for remark in _criteria(criteria, definitions)]


def words_left_behind(before: Any, after: Any, definitions: Definitions) -> list[str]:
    """Conditions whose test changed and whose words did not: the public would read the former ones."""
    try:
        held = {(leaf.fact, leaf.label_fr): leaf for leaf in leaves(read_tree(before))}
        now = leaves(read_tree(after))
    except BadCriteria:
        return []
    changed = [leaf for leaf in now if _test_changed(leaf, held.get((leaf.fact, leaf.label_fr)))]
    words = _("Ces mots sont-ils encore vrais? «\u00a0%(words)s\u00a0»\u00a0: maintenant, «\u00a0%(test)s\u00a0».")
    return [words % {"words": leaf.label_fr, "test": leaf_detail(_strict(leaf), definitions)} for leaf in changed]


def _test_changed(leaf: Leaf, before: Leaf | None) -> bool:
    same = before is None or (before.op, before.value, before.key) == (leaf.op, leaf.value, leaf.key)
    return bool(leaf.label_fr) and not same


def ran(content: Content, definitions: Definitions) -> list[Ran]:
    """The examples of a content, judged by its criteria; empty while these cannot be read."""
    kinds = {code: row.kind for code, row in definitions.items()}
    if criteria_problems(content["criteria"], kinds):
        return []
    return run(compile_rule(content["criteria"], content["screening_facts"]), content["examples"], kinds)


def _words(content: Content) -> Iterator[ProgramRemark]:
    for name, words in REQUIRED.items():
        if not content[name]:
            yield ProgramRemark("edit", _("Écrivez %(part)s.") % {"part": words})
    for name, part in {
        "steps_fr": _("la démarche"),
        "sources": _("une source"),
        "documents": _("les papiers"),
    }.items():
        if not content[name]:
            yield ProgramRemark("edit", _("Il manque %(part)s.") % {"part": part}, is_error=False)


_LABELS = {
    "name_fr": gettext_lazy("Nom"),
    "name_en": gettext_lazy("Nom en anglais"),
    "summary_fr": gettext_lazy("Résumé"),
    "summary_en": gettext_lazy("Résumé en anglais"),
    "not_checked_fr": gettext_lazy("Ce que nous ne vérifions pas"),
    "not_checked_en": gettext_lazy("Ce que nous ne vérifions pas, en anglais"),
    "steps_fr": gettext_lazy("Démarche"),
    "steps_en": gettext_lazy("Démarche en anglais"),
    "documents": gettext_lazy("Papiers"),
    "amounts": gettext_lazy("Montants"),
}


def _wording(content: Content) -> Iterator[ProgramRemark]:
    """What no text for people may hold."""
    for name, label in _LABELS.items():
        for fault in public_faults("\n".join(_strings(content[name])), OFFICIAL_PAGE_APART):
            yield ProgramRemark("edit", f"{label}\u00a0: {fault}")


def _strings(value: Any) -> Iterator[str]:
    """The words of a column, whatever its form; codes and figures apart."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        yield from (str(value[name]) for name in ("fr", "en", "label_fr", "label_en") if value.get(name))


def _criteria(criteria: Any, definitions: Definitions) -> Iterator[ProgramRemark]:
    kinds = {code: row.kind for code, row in definitions.items()}
    if problems := criteria_problems(criteria, kinds):
        yield from (ProgramRemark("criteria", _named(problem, definitions)) for problem in problems)
        return
    root = read_tree(criteria)
    for flaw in flaws(root, kinds, farthest(definitions.values())):
        yield ProgramRemark("criteria", flaw_words(flaw, definitions))


def farthest(definitions: Iterable[FactDefinition]) -> dict[str, float]:
    by_unit: dict[str, float] = {row.code: _UNIT_LIMITS[row.unit] for row in definitions if row.unit in _UNIT_LIMITS}
    return {**by_unit, **_FACT_LIMITS}


def flaw_words(flaw: Flaw, definitions: Definitions) -> str:
    """The reason, in a sentence that names the conditions."""
    words = _(" et ").join(f"« {leaf_detail(_strict(leaf), definitions)} »" for leaf in flaw.leaves)
    said = {
        NEVER: _("%(conditions)s ne peut jamais être vrai : personne n’y aurait droit."),
        ALWAYS: _("%(conditions)s est toujours vrai : cette condition ne demande rien. Retirez-la."),
        TOGETHER: _("%(conditions)s ne peuvent pas être vrais ensemble : personne n’y aurait droit."),
        EITHER: _("%(conditions)s : l’un des deux est toujours vrai, ce groupe ne demande rien."),
        TOO_FAR: _("%(conditions)s : ce chiffre est hors de ce qui est possible. Vérifiez-le."),
    }
    return said[flaw.kind] % {"conditions": words}


def _strict(leaf: Leaf) -> Leaf:
    """Without « sinon, à vérifier », which is not what contradicts."""
    return Leaf(leaf.fact, leaf.op, leaf.value, leaf.key, False, leaf.label_fr, leaf.label_en)


def _named(problem: str, definitions: Definitions) -> str:
    """« age : … » → « Âge : … »."""
    code, colon, rest = problem.partition(" : ")
    row = definitions.get(code)
    return f"{row.short_label} : {rest}" if row and colon else problem


def _examples(content: Content, definitions: Definitions) -> Iterator[ProgramRemark]:
    for one in ran(content, definitions):
        if not one.agrees:
            yield ProgramRemark("examples", disagreement(one, definitions))
    for verdict in Verdict:
        if verdict not in verdicts_shown(content["examples"]):
            words = _("Aucun exemple ne montre « %(verdict)s ».") % {"verdict": verdict_words(verdict)}
            yield ProgramRemark("examples", words, is_error=False)


def disagreement(one: Ran, definitions: Definitions) -> str:
    """Which example, what was expected, what came, and why."""
    name, expected = one.example["name"], verdict_words(one.example["verdict"])
    if one.outcome is None:
        return _("« %(name)s » : ses faits ne se lisent pas. Corrigez-les.") % {"name": name}
    if one.got == one.example["verdict"]:
        expected = _questions(one.example.get("missing") or (), definitions)
        got = _questions(one.outcome.missing, definitions)
    else:
        got = verdict_words(one.got)
    words = _("« %(name)s » : attendu « %(expected)s », obtenu « %(got)s ».")
    why = blocking_words(one.outcome, definitions)
    return f"{words % {'name': name, 'expected': expected, 'got': got}} {why}".strip()


def _questions(facts: Iterable[str], definitions: Definitions) -> str:
    asked = next((definitions[code].short_label for code in facts if code in definitions), "")
    return _("demander d’abord : %(fact)s") % {"fact": asked} if asked else _("rien à demander")
