"""The search over everything public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.access.policies import public
from portal.catalogue.forms import SearchForm
from portal.catalogue.searching import search


@public
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    text = request.GET.get("q", "").strip()
    answer = search(text, **form.narrowed)
    return render(request, "portal/catalogue/results.html", {"form": form, "text": text, "answer": answer})
