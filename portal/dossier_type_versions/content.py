"""What is written of a type of dossier, in words; what may not be published. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.dossier_types.numbers import is_pattern
from portal.dossier_types.stages import Awaits, DecisionOutcome, DecisionReason, Remedy, Stage, UsualDocument
from portal.foundation.formats.differences import Change
from portal.foundation.wording.rules import public_faults
from portal.publishing.differences import compare_columns

MOST_STAGES = 12
MOST_ROWS = 20
LONGEST_PROMISE = 3_650


@dataclass(frozen=True)
class TypeRemark:
    """Why a content cannot be published."""

    message: str
    is_error: bool = True


def _stages(kept: Any) -> str:
    return "\n".join(
        f"{number}. {stage.name_fr} ({Awaits(stage.awaits).label})\n{stage.where_fr}\n{stage.want_fr}\n{stage.when_fr}"
        for number, stage in enumerate(map(Stage.of, kept or ()), 1)
    )


def _reasons(kept: Any) -> str:
    return "\n".join(
        f"{DecisionOutcome(one.outcome).label}\u00a0: {one.words_fr}" for one in map(DecisionReason.of, kept or ())
    )


def _remedies(kept: Any) -> str:
    days = _("%(name)s, dans les %(days)d jours\u00a0: %(how)s")
    return "\n".join(
        days % {"name": one.name_fr, "days": one.days, "how": one.how_fr} for one in map(Remedy.of, kept or ())
    )


def _documents(kept: Any) -> str:
    return "\n".join(UsualDocument.of(one).label_fr for one in kept or ())


SHOWN: dict[str, tuple[Any, Any]] = {
    "title_fr": (gettext_lazy("Titre"), None),
    "title_en": (gettext_lazy("Titre en anglais"), None),
    "summary_fr": (gettext_lazy("Ce que c’est, en une phrase"), None),
    "summary_en": (gettext_lazy("La même phrase en anglais"), None),
    "team": (gettext_lazy("Équipe responsable"), None),
    "number_pattern": (gettext_lazy("Forme des numéros"), None),
    "promised_days": (gettext_lazy("Délai promis (jours)"), None),
    "stages": (gettext_lazy("États"), _stages),
    "documents": (gettext_lazy("Papiers demandés d’habitude"), _documents),
    "reasons": (gettext_lazy("Raisons d’une décision"), _reasons),
    "remedies": (gettext_lazy("Recours"), _remedies),
    "letter_fr": (gettext_lazy("Ce que dit la lettre"), None),
    "letter_en": (gettext_lazy("Ce que dit la lettre, en anglais"), None),
}
"""Column → (its name for people, how its value reads), in the order of the editor."""
COLUMNS = tuple(SHOWN)


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    columns = ((name, label, shown) for name, (label, shown) in SHOWN.items())
    return [
        change
        for change in compare_columns(before, after, columns)
        if change.before != change.after or _hidden(before, after, change.code)
    ]


def _hidden(before: Mapping[str, Any], after: Mapping[str, Any], code: str) -> bool:
    """Words in English, codes: what changed is not all shown, yet it changed."""
    return bool(before.get(code)) and bool(after.get(code))


def faults(content: Mapping[str, Any]) -> Iterator[str]:
    """Everything that stands in the way of publishing, one sentence each."""
    if not content.get("title_fr", "").strip():
        yield _("Donnez un titre.")
    if not is_pattern(content.get("number_pattern", "")):
        yield _(
            "La forme des numéros doit contenir {rang} une fois, et faire 40 signes au plus\u00a0: SAAQ-{année}-{rang}."
        )
    if not 1 <= (content.get("promised_days") or 0) <= LONGEST_PROMISE:
        yield _("Le délai promis se compte en jours, de 1 à 3650.")
    yield from _stage_faults([Stage.of(kept) for kept in content.get("stages") or ()])
    yield from _row_faults(content)
    yield from (str(fault) for text in _texts(content) for fault in public_faults(text))


def _stage_faults(stages: Sequence[Stage]) -> Iterator[str]:
    if len(stages) < 2:
        yield _("Il faut au moins deux états\u00a0: celui où le dossier s’ouvre, et un autre.")
    if len({stage.code for stage in stages}) < len(stages) or not all(stage.code for stage in stages):
        yield _("Deux états ont le même nom.")
    for stage in stages:
        answers = (stage.name_fr, stage.where_fr, stage.want_fr, stage.when_fr)
        if not all(answer.strip() for answer in answers):
            name = stage.name_fr or _("sans nom")
            yield _("L’état «\u00a0%(name)s\u00a0» doit répondre aux trois questions.") % {"name": name}


def _row_faults(content: Mapping[str, Any]) -> Iterator[str]:
    if any(not DecisionReason.of(kept).words_fr.strip() for kept in content.get("reasons") or ()):
        yield _("Une raison de décision n’a pas de mots.")
    for remedy in map(Remedy.of, content.get("remedies") or ()):
        if not (remedy.name_fr.strip() and remedy.how_fr.strip() and remedy.days > 0):
            yield _("Un recours dit son nom, en combien de jours et comment le demander.")


def _texts(content: Mapping[str, Any]) -> Iterator[str]:
    for value in content.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (text for row in value for name, text in row.items() if isinstance(text, str) and name != "code")
