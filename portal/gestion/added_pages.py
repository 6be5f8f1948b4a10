"""Addresses that a section of «gestion» adds to Django's own: each asks for the section's right before its view runs.

`admin_view` alone lets in any member of staff: a section declares `added_pages`, and the base wraps them. A section
that overrides `get_urls` is refused when its class is made.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of


@dataclass(frozen=True)
class Added:
    """An address of a section. `name` follows «app_model_»; `right` is «view», «change» or «add», as Django names them.

    An argument of the route called `pk` is an object of the section: whoever does not see it gets 404. `permission`,
    when given, is asked besides the right. `posted`: a button's address, which only a POST reaches.
    """

    route: str
    view: Callable[..., HttpResponseBase]
    name: str
    right: str = "view"
    permission: Permission | None = None
    posted: bool = False


def page_of(model: type[Model], name: str) -> str:
    """Name the address of a page of a section."""
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}"


class AddedPages(admin.ModelAdmin):
    """The part of every section that guards its added addresses."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "get_urls" in vars(cls):
            raise TypeError(f"{cls.__name__} overrides get_urls: declare its addresses in added_pages")

    def added_pages(self) -> Sequence[Added]:
        """Return the addresses that this section adds, in the order they are tried."""
        return ()

    def shared_pages(self) -> Sequence[Added]:
        """Return those that the base adds to sections of its kind: a section adds its own in `added_pages`."""
        return ()

    def every_page(self) -> list[Added]:
        return [*self.shared_pages(), *self.added_pages()]

    @staticmethod
    def holds(request: HttpRequest, permission: Permission | None) -> bool:
        return permission is not None and visibility_of(request.user).may(permission)

    def may_open(self, request: HttpRequest, page: Added) -> bool:
        """Whether this account holds the page's right, whatever the object."""
        holds = getattr(self, f"has_{page.right}_permission")(request)
        return holds and (page.permission is None or self.holds(request, page.permission))

    def own(self, request: HttpRequest, pk: Any) -> Any:
        """Return a row of the section that this account sees; 404 for any other."""
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def get_urls(self) -> list[URLPattern]:
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        added = [
            path(page.route, self.admin_site.admin_view(self._guarded(page)), name=prefix + page.name)
            for page in self.every_page()
        ]
        return added + super().get_urls()

    def _guarded(self, page: Added) -> Callable[..., HttpResponseBase]:
        def guarded(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            """Refuse as Django's own pages of the section would: 403 for the section, 404 for an object of it."""
            names_object = "pk" in arguments
            if not self.may_open(request, page):
                raise Http404 if names_object else PermissionDenied
            if names_object and not self.get_queryset(request).filter(pk=arguments["pk"]).exists():
                raise Http404
            if page.posted and request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            return page.view(request, **arguments)

        return update_wrapper(guarded, page.view)
