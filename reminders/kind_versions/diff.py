"""The difference between two contents, in words. Pure."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.foundation.formats.differences import Change
from portal.publishing.differences import compare_columns
from reminders.kind_versions.words import column_words, step_words
from reminders.kinds.content import COLUMNS, Content, StepContent


def compare(before: Content, after: Content) -> list[Change]:
    """In the order of the editor; nothing when both say the same."""
    columns = ((name, *column_words(name)) for name in COLUMNS)
    return [*compare_columns(before.columns, after.columns, columns), *_steps(before, after)]


def _steps(before: Content, after: Content) -> Iterator[Change]:
    known = {step.id: step for step in before.steps if step.id is not None}
    kept = {step.id for step in after.steps}
    for step in before.steps:
        if step.id not in kept:
            yield Change("step_removed", gettext("Étape retirée"), _whole(step), "")
    unknown = {_whole(step) for step in before.steps if step.id is None}
    for step in after.steps:
        if step.id in known:
            yield from _step(known[step.id], step)
        elif _whole(step) not in unknown:
            yield Change("step_added", gettext("Étape ajoutée"), "", _whole(step))


_TEXTS = {"text_fr": _("Texte français"), "text_en": _("Texte anglais")}


def _step(old: StepContent, new: StepContent) -> Iterator[Change]:
    name = step_words(new)
    if old.place != new.place:
        yield Change("step_moved", gettext("Étape déplacée"), step_words(old), name)
    for column, label in _TEXTS.items():
        if (was := getattr(old, column)) != (now := getattr(new, column)):
            yield Change(f"step_{column}", f"{name}, {str(label).lower()}", was, now)
    if old.by_channel != new.by_channel:
        own = gettext("%(step)s, textes propres à un moyen") % {"step": name}
        yield Change("step_by_channel", own, _channels(old), _channels(new))


def _whole(step: StepContent) -> str:
    return f"{step_words(step)}. {step.text_fr}"


def _channels(step: StepContent) -> str:
    said: dict[str, Any] = step.by_channel
    return "\n".join(
        f"{channel} ({language}) : {text}"
        for channel in sorted(said)
        for language, text in sorted(said[channel].items())
        if text
    )
