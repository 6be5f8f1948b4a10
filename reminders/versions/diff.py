"""The difference between two contents, in words. Pure."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reminders.kinds.content import COLUMNS, Content, StepContent
from reminders.versions.words import column_words, step_words

_KEPT = 0.3
"""Below this share of words kept, a text is another text."""
_TOKENS = re.compile(r"\s+|[^\W_]+|.", re.UNICODE)


@dataclass(frozen=True)
class Part:
    """A run of text: "same", "gone" or "new"."""

    state: str
    text: str


@dataclass(frozen=True)
class Change:
    """One thing that changed: its name for people, its code for the journal, and its words before and after."""

    code: str
    label: str
    before: str
    after: str

    @property
    def parts(self) -> list[Part]:
        return word_diff(self.before, self.after)


def compare(before: Content, after: Content) -> list[Change]:
    """In the order of the editor; nothing when both say the same."""
    return [*_columns(before, after), *_steps(before, after)]


def word_diff(before: str, after: str) -> list[Part]:
    """Words kept, gone and new, in reading order; when little is kept, the whole is told once gone and once new."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    if before and after and not _much_in_common(old, new):
        return [Part("gone", before), Part("new", after)]
    parts: list[Part] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            parts.append(Part("same", "".join(old[i1:i2])))
            continue
        parts += [
            Part(state, told) for state, told in (("gone", "".join(old[i1:i2])), ("new", "".join(new[j1:j2]))) if told
        ]
    return parts


def _much_in_common(old: list[str], new: list[str]) -> bool:
    """Spaces aside, which all texts share."""
    words = [[token for token in told if token.strip()] for told in (old, new)]
    return difflib.SequenceMatcher(a=words[0], b=words[1], autojunk=False).ratio() >= _KEPT


def _columns(before: Content, after: Content) -> Iterator[Change]:
    for name in COLUMNS:
        old, new = before.columns.get(name), after.columns.get(name)
        if old != new:
            label, shown = column_words(name)
            yield Change(name, label, shown(old), shown(new))


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
        label = gettext("%(step)s, textes propres à un moyen") % {"step": name}
        yield Change("step_by_channel", label, _channels(old), _channels(new))


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
