"""The page of words: a form and three lists, read and shown as one."""

from collections.abc import Iterator
from typing import Any

from django.forms import BoundField
from django.utils.datastructures import MultiValueDict

from programs.versions.content import Content
from programs.versions.lists import RowList
from programs.versions.words_form import LISTS, WordsForm


class WordsEditor:
    """`data` is a POST, or None to show `content`. Nothing here writes."""

    def __init__(self, content: Content, data: MultiValueDict | None = None) -> None:
        self.form = WordsForm(data, initial={name: content[name] for name in WordsForm.base_fields})
        self.lists = {name: RowList(name, form, content[name], data) for name, (form, _add) in LISTS.items()}
        if self.is_growing:
            self.form.errors.clear()
            for one in self.lists.values():
                one.hush()

    @property
    def is_growing(self) -> bool:
        """A button changed a list: the page comes back, nothing is saved or judged."""
        return any(one.button for one in self.lists.values())

    def is_valid(self) -> bool:
        return not self.is_growing and all([self.form.is_valid(), *(one.is_valid() for one in self.lists.values())])

    @property
    def told(self) -> Content:
        return self.form.cleaned_data | {name: one.told for name, one in self.lists.items()}

    @property
    def shown_lists(self) -> list[tuple[RowList, Any]]:
        return [(self.lists[name], add) for name, (_form, add) in LISTS.items()]

    @property
    def faults(self) -> Iterator[tuple[BoundField, str]]:
        """Every field that could not be kept, for the summary."""
        for form in [self.form, *(form for one in self.lists.values() for form in one.forms)]:
            for name, errors in form.errors.items():
                if name in form.fields:
                    yield from ((form[name], error) for error in errors)
