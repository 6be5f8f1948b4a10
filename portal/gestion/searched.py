"""What was searched in a list of «gestion», from the session to the template of the list."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList
from django.http import HttpRequest

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
    """A list, with what its template says of the search."""

    searched = ""
    resembles = False
    words_resemble = False
    without_search = ""
    people_form: Any = None
    too_long = False

    def note(self, searched: Searched) -> None:
        """Copy the words and what became of them, once the rows are chosen."""
        self.searched, self.resembles = searched.words, searched.resembles
        self.words_resemble = searched.words_resemble
        self.without_search = self.get_query_string(remove=[SEARCH_VAR, PAGE_VAR])
