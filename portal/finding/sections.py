"""The search of a section of gestion: its words stay in the session, never in an address.

`SectionAdmin` names these functions by a string: they stand above it."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.finding.by_keys import COLUMNS, find_by_keys
from portal.finding.forms import SearchForm
from portal.finding.searching import Found, find, find_by_subject, holding_words
from portal.foundation.paging import LATER, PARAMETER
from portal.foundation.words.typed import LONGEST
from portal.gestion.searched import searched_in

NEVER_KEPT = {"p", "e", PARAMETER, LATER}
"""Of the list's address: which page it was."""
MOST_KEPT = 1_000
"""Characters of a search that is too long, shown again."""


def keep(section: Any, request: HttpRequest) -> HttpResponse:
    """Keep what was typed, and show the list, filtered as it was, from its first page."""
    if not section.searches_people(request):
        raise PermissionDenied
    request.session[_key(section)] = kept(request.POST.get("words", ""))
    filters = urlencode([(name, value) for name, value in request.GET.items() if name not in NEVER_KEPT])
    address = reverse(f"admin:{section.opts.app_label}_{section.opts.model_name}_changelist")
    return redirect(f"{address}?{filters}" if filters else address)


def words_of(section: Any, request: HttpRequest) -> str:
    """What was last typed in this section, in this session."""
    return str(request.session.get(_key(section), "")) if section.searches_people(request) else ""


def kept(typed: str) -> str:
    """What of the words typed the session keeps: those that are too long too, to be shown again with what to change."""
    return typed.strip()[:MOST_KEPT]


def form_of(words: str) -> SearchForm:
    """The box with what was last typed in it; its errors say what to change, and then nothing is searched."""
    return SearchForm({"words": words}) if is_too_long(words) else SearchForm(initial={"words": words})


def is_too_long(words: str) -> bool:
    return len(words) > LONGEST


def narrowed(section: Any, request: HttpRequest, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Return the section's rows about whom was searched; notes on the request when they only come close."""
    if is_too_long(words):
        return rows.none()
    if section.found_by == ("subject",):
        found = find_by_subject(rows, words, by=request.user)
    elif set(section.found_by) <= COLUMNS:
        found = find_by_keys(rows, words, columns=section.found_by, by=request.user)
    else:
        found = find(rows, words, paths=section.found_by, by=request.user, number=section.number_column)
    if section.also_in and (found.resembles or not found.rows.exists()):
        written = matching(rows, section.also_in, words).rows
        found = Found(written) if written.exists() else found
    searched_in(request).resembles = found.resembles
    return found.rows


matching = holding_words


def _key(section: Any) -> str:
    return f"search:{section.opts.label_lower}"
