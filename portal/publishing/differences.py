"""The difference between two contents, column by column, in words. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.foundation.formats.differences import Change

Shown = Callable[[Any], str]


def compare_columns(
    before: Mapping[str, Any], after: Mapping[str, Any], columns: Iterable[tuple[str, Any, Shown | None]]
) -> Iterator[Change]:
    """What changed among (column, its name for people, how its value reads), in that order."""
    for name, label, shown in columns:
        old, new = before.get(name), after.get(name)
        if old != new:
            words = shown or plain_words
            yield Change(name, str(label), words(old), words(new))


def plain_words(value: Any) -> str:
    """A text, a number, a yes or no, or one thing a line."""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return "" if value is None else str(value)


def choice_words(choices: Any) -> Shown:
    """The words of a choice: those of an enumeration, or a table."""
    words = dict(getattr(choices, "choices", choices))
    return lambda value: str(words.get(value, value or ""))
