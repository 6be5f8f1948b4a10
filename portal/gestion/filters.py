"""The filter of lists by what is left to do of their rows."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class StateFilter(admin.SimpleListFilter):
    """A list shows what its first choice says, unless another is asked in the address; each subclass narrows the rows
    by `value()`, which is None of the first."""

    title = _("état")
    parameter_name = "etat"
    first: Words = ""
    """Words of the first choice; empty: «Tous»."""
    offered: ClassVar[list[tuple[str, Words]]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [(value, str(words)) for value, words in self.offered]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": self.first or first["display"]}
        yield from others
