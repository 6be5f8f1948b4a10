"""The sitemap: every entry of the catalogue, and the public pages of the house."""

import datetime as dt

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from portal.catalogue.models import CatalogueEntry

PAGES = [
    *(
        "pages:home",
        "pages:help",
        "pages:accessibility",
        "pages:privacy",
        "pages:recognize",
        "questions:list",
        "catalogue:results",
    ),
    # Of the upper floors, by name only.
    *("programs:catalogue", "life_events:life_events", "findings:start", "kinds:kinds", "indicators:statistics"),
]


class EntrySitemap(Sitemap):
    changefreq = "weekly"

    def items(self) -> QuerySet[CatalogueEntry]:
        """A question's address is a place in a page that is listed already; one writes to a service when signed in."""
        Section = CatalogueEntry.Section
        return (
            CatalogueEntry.objects.exclude(section__in=[Section.QUESTION, Section.TEAM])
            .order_by("address")
            .only("address", "updated_at")
        )

    def location(self, item: CatalogueEntry) -> str:
        return item.address

    def lastmod(self, item: CatalogueEntry) -> dt.datetime:
        return item.updated_at


class PageSitemap(Sitemap):
    changefreq = "monthly"

    def items(self) -> list[str]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS: dict[str, type[Sitemap] | Sitemap] = {"pages": PageSitemap, "catalogue": EntrySitemap}
