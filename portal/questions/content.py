"""What is written of a frequent question, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.foundation.formats.differences import Change
from portal.foundation.wording.rules import public_faults
from portal.publishing.differences import compare_columns

LABELS = {
    "question_fr": _("Question"),
    "answer_fr": _("Réponse"),
    "question_en": _("Question en anglais"),
    "answer_en": _("Réponse en anglais"),
    "position": _("Rang"),
}
COLUMNS = tuple(LABELS)
LINTED = ("question_fr", "answer_fr", "question_en", "answer_en")


@dataclass(frozen=True)
class QuestionRemark:
    """Why a content cannot be published."""

    message: str
    is_error: bool = True


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """In the order of the editor; nothing when both say the same."""
    return list(compare_columns(before, after, ((name, label, None) for name, label in LABELS.items())))


def faults(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(Column, reason) of what no text for people may hold."""
    question, answer = ((content.get(name) or "").strip() for name in ("question_en", "answer_en"))
    if question and not answer:
        yield "answer_en", str(_("Écrivez aussi la réponse en anglais, ou videz la question en anglais."))
    elif answer and not question:
        yield "question_en", str(_("Écrivez aussi la question en anglais, ou videz la réponse en anglais."))
    for name in LINTED:
        yield from ((name, str(fault)) for fault in public_faults(content.get(name) or ""))
