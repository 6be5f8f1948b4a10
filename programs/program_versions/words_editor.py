"""The page of words: a form and three lists, read and shown as one."""

from collections.abc import Iterator
from typing import Any

from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from portal.criteria.editor.lists import RowList
from programs.program_versions.content import Content
from programs.program_versions.words_form import LISTS, ProgramWordsForm


class WordsEditor:
    """`data` is a POST, or None to show `content`. Nothing here writes."""

    def __init__(self, content: Content, data: MultiValueDict | None = None) -> None:
        self.form = ProgramWordsForm(data, initial={name: content[name] for name in ProgramWordsForm.base_fields})
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
    def written(self) -> Content:
        return self.form.cleaned_data | {name: one.written for name, one in self.lists.items()}

    @property
    def shown_lists(self) -> list[tuple[RowList, Any]]:
        return [(self.lists[name], add) for name, (_form, add) in LISTS.items()]

    @property
    def shape(self) -> str:
        return "-".join(one.shape for one in self.lists.values())

    @property
    def faults(self) -> Iterator[tuple[str, BoundField, str]]:
        """Every field that could not be kept, with its place, for the summary."""
        for name, errors in self.form.errors.items():
            if name in self.form.fields:
                yield from (("", self.form[name], str(error)) for error in errors)
        for name, one in self.lists.items():
            place = {"amounts": _("Montant %d"), "documents": _("Papier %d"), "sources": _("Source %d")}[name]
            yield from ((place % number, field, error) for number, field, error in one.faults)
