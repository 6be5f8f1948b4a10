"""«Réunir deux inscriptions»: both are shown side by side before anything is said, and it can be undone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.finding.forms import SearchForm
from portal.finding.searching import find
from portal.foundation.words.folding import fold
from portal.people.models import Citizen
from portal.people.phones import split
from portal.person_access.matching import DescribedPerson, likely_same
from portal.same_people.actions import NotJoinable
from portal.same_people.models import SamePerson
from reminders.assisted import actions

MOST = 10


def join(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    """Choose the other registration, see both, then say that they are one person."""
    posted = request.POST if request.method == "POST" else {}
    other = _seen(request).filter(pk=_key(posted.get("other", ""))).exclude(pk=person.pk).first()
    refused = ""
    if other and posted.get("act") == "join":
        citizen, same_as = _sides(person, other)
        try:
            actions.join(citizen=citizen, same_as=same_as, by=request.user)
        except NotJoinable:
            refused = _("Ces deux inscriptions ne peuvent être réunies : chacune a son compte, ou l’une l’est déjà.")
        else:
            messages.success(request, _("C’est réuni. Rien n’a été déplacé, et cela se défait sur cette page."))
            return redirect("admin:assisted_servedperson_change", same_as.pk)
    search = SearchForm(posted if posted.get("act") == "search" else None)
    context = {
        **section.admin_site.each_context(request),
        "title": _("Réunir deux inscriptions"),
        "opts": section.opts,
        "person": person,
        "other": other,
        "refused": refused,
        "search_form": search,
        "candidates": [] if other else _candidates(request, person, search),
    }
    status = 422 if refused or search.errors else 200
    return TemplateResponse(request, "admin/assisted/servedperson/join.html", context, status=status)


def separate(_section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    mine = SamePerson.objects.visible_to(request.user).of(person.pk).filter(pk=_key(request.POST.get("link", "")))
    if link := mine.select_related("citizen", "same_as").first():
        actions.separate(link=link, by=request.user)
        messages.success(request, _("C’est séparé : chaque inscription est comme avant."))
    return redirect("admin:assisted_servedperson_change", person.pk)


def _seen(request: HttpRequest) -> Any:
    return Citizen.objects.visible_to(request.user)


def _sides(person: Citizen, other: Citizen) -> tuple[Citizen, Citizen]:
    """(The registration to follow, the person kept): whoever has an account is kept, else the older registration."""
    first, second = sorted((person, other), key=lambda one: (one.user_id is None, one.created_at))
    return second, first


def _candidates(request: HttpRequest, person: Citizen, search: SearchForm) -> list[Citizen]:
    """Those who look like the person, then those of their family name; or whoever was searched. Of the people whom the
    agent sees."""
    others = _seen(request).exclude(pk=person.pk)
    if search.is_bound and search.is_valid():
        return list(find(others, search.cleaned_data["words"], paths=[""], by=request.user).rows[:MOST])
    phone = split(person.telephone)[0]
    described = DescribedPerson(
        person.given_name, person.family_name, birth=person.birth, phone=phone, email=person.email
    )
    alike = likely_same(described, by=request.user)
    named = others.filter(search_text__contains=f" {fold(person.family_name)} ").order_by("name_order", "pk")[:MOST]
    found = {one.pk: one for one in [*others.filter(pk__in=[one.pk for one in alike]), *named]}
    return sorted(found.values(), key=lambda one: (one not in alike, one.name_order))[:MOST]


def _key(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
