"""The search over everything public."""

from django.conf import settings
from django.contrib.sitemaps import views as sitemaps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.access.policies import public
from portal.catalogue.forms import CatalogueSearchForm
from portal.catalogue.searching import search
from portal.catalogue.sitemaps import SITEMAPS


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return sitemaps.sitemap(request, SITEMAPS)


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages are for all; what is somebody's own is not even tried."""
    closed = "".join(
        f"Disallow: {place}\n"
        for place in (
            "/espace/",
            "/messages/",
            "/documents/",
            "/gestion/",
            "/programmes/pistes/questions/",
            "/programmes/pistes/resultat/",
        )
    )
    text = f"User-agent: *\n{closed}Sitemap: {settings.SITE_URL}{reverse('sitemap')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    form = CatalogueSearchForm(request.GET)
    text = request.GET.get("q", "").strip()
    answer = search(text, **form.narrowed)
    return render(request, "portal/catalogue/results.html", {"form": form, "text": text, "answer": answer})
