"""What is written of a type of dossier, in words; what may not be published. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.dossier_types.stages import Awaits, DecisionOutcome, DecisionReason, Remedy, Stage, UsualDocument
from portal.foundation.formats.differences import Change
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
