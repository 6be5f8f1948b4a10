"""The lists of «gestion»: a page by keyset, how many rows up to a thousand, and what was searched in them."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR, ChangeList
from django.http import HttpRequest

from portal.foundation.keyset import count_up_to
from portal.foundation.paging import LATER, PARAMETER, stretch_of
from portal.foundation.words.ordering import sorting_column

MOST_COUNTED = 1_000
"""Rows that a list counts; of more, it says «1 000 et plus»."""
_KEPT = "_searched_in_list"


@dataclass
class Searched:
    """The words of this request. `resembles`, `words_resemble`: what was found, of the search of people and of the
    other, only comes close."""

    words: str = ""
    resembles: bool = False
    words_resemble: bool = False


def searched_in(request: HttpRequest) -> Searched:
    """Return what was searched, the same object for the whole request."""
    return request.__dict__.setdefault(_KEPT, Searched())


class SectionList(ChangeList):
    """A list that costs the same at any size, with what its template says of the search."""

    searched = ""
    resembles = False
    words_resemble = False
    without_search = ""
    people_form: Any = None
    too_long = False
    is_capped = False
    is_first_page = True
    first_url = previous_url = next_url = ""

    def note(self, searched: Searched) -> None:
        """Copy the words and what became of them, once the rows are chosen."""
        self.searched, self.resembles = searched.words, searched.resembles
        self.words_resemble = searched.words_resemble
        self.without_search = self.get_query_string(remove=[SEARCH_VAR])

    def get_filters_params(self, params: Any = None) -> Any:
        """Without the cursor, which is no filter: a link that filters or sorts leads to a first page."""
        for name in (PARAMETER, LATER):
            self.params.pop(name, None)
            self.filter_params.pop(name, None)
        return super().get_filters_params(params)

    def get_ordering(self, request: HttpRequest, queryset: Any) -> Any:
        """By columns that sort only: an address may name any other, and make the database sort the whole table."""
        if asked := self.params.get(ORDER_VAR):
            self.params[ORDER_VAR] = ".".join(one for one in asked.split(".") if self._sorts(one))
        return super().get_ordering(request, queryset)

    def get_ordering_field(self, field_name: Any) -> Any:
        """A column of names sorts in French order."""
        found = super().get_ordering_field(field_name)
        return sorting_column(self.lookup_opts, found) if isinstance(found, str) else found

    def _sorts(self, asked: str) -> bool:
        number = asked.removeprefix("-")
        if not number.isdecimal() or len(number) > 3 or int(number) >= len(self.list_display):
            return False
        return self.sortable_by is None or self.list_display[int(number)] in self.sortable_by

    def get_results(self, request: HttpRequest) -> None:
        """The page that the address's cursor asks for, and no count beyond a thousand."""
        cursors = {name: request.GET[name] for name in (PARAMETER, LATER) if name in request.GET}
        page = stretch_of(self.queryset, query=cursors, size=self.list_per_page)
        self.result_list: Any = page.rows
        counted = count_up_to(self.queryset, MOST_COUNTED + 1)
        self.is_capped, self.result_count = counted > MOST_COUNTED, min(counted, MOST_COUNTED)
        self.is_first_page = page.is_first
        self.first_url = "" if page.is_first else self.get_query_string()
        self.previous_url = self.get_query_string({PARAMETER: page.previous}) if page.previous else ""
        self.next_url = self.get_query_string({LATER: page.next}) if page.next else ""
        self.show_full_result_count, self.full_result_count, self.show_admin_actions = False, None, True
        self.multi_page, self.can_show_all = not page.is_first or bool(page.next), False
