"""Filters of a public list, kept in its address: each chosen one shown, and removable alone. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise


class Chosen(NamedTuple):
    """One filter in force, and the address of the list without it."""

    label: str
    value: str
    without: str


def chosen(form: forms.Form, place: str) -> list[Chosen]:
    """The filters of a valid GET form, in its order; `place` is the address of the list."""
    given = {name: form.data.get(name, "") for name in form.fields if form.cleaned_data.get(name)}
    return [Chosen(str(form.fields[name].label), _words(form, name), f"{place}{_query(given, name)}") for name in given]


def _words(form: forms.Form, name: str) -> str:
    """The value as the person reads it in the box, without the count beside it."""
    value = form.cleaned_data[name]
    words = getattr(form.fields[name], "words", {})
    return str(words.get(str(value), value))


def _query(given: Mapping[str, str], left_out: str) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in given.items() if name != left_out})
    return f"?{query.urlencode()}" if query else ""


class CountedChoiceField(forms.ChoiceField):
    """A choice whose options say how many entries each would leave; those that leave none are not offered."""

    def __init__(self, *, every: str | Promise, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.every, self.words = every, dict[str, str]()

    def count(self, options: Iterable[tuple[str, str, int]]) -> None:
        """(code, words, how many), in the order shown."""
        kept = [option for option in options if option[2]]
        self.words = {code: words for code, words, _count in kept}
        self.choices = [("", self.every), *((code, f"{words} ({count})") for code, words, count in kept)]


def counted_choice(form: forms.BaseForm, name: str) -> CountedChoiceField:
    """Return a field whose options are counted. Raises TypeError for any other."""
    field = form.fields[name]
    if not isinstance(field, CountedChoiceField):
        raise TypeError(f"{name} counts no options")
    return field
