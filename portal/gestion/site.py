"""«Gestion»: Django admin as agents meet it. No page behind a password alone; each role finds its own sections.

Kept outside `portal/admin.py`: registrations ask for the site while that module is being imported.
"""

from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.access.second_factor import has_second_factor
from portal.access.visibility import acts_as_staff
from portal.foundation.crypto.fields import SealedTextField
from portal.gestion.added_pages import Added, AddedPages
from portal.gestion.display import ShownInWords
from portal.gestion.menu import GROUPS, MenuGroup
from portal.gestion.searched import SectionList, searched_in

PACKAGES = {"portal", "messaging", "programs", "reminders"}
JOURNALED = "portal.audit.readings.show"
"""What every page of a section passes through. Named by a string: the journal stands above this floor."""
FINDING = "portal.finding.sections."
"""The search of every section, above this floor too."""


def is_ours(model: type[Model]) -> bool:
    """Whether a model is of the project, and not of a library."""
    return model.__module__.split(".")[0] in PACKAGES


def _models(model_or_iterable: Any) -> list[type[Model]]:
    return [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)


class ManagementSite(admin.AdminSite):
    """The admin site of agents and administrators."""

    site_title = _("Gestion Relais")
    site_header = _("Relais, gestion")
    index_title = _("Bonjour")
    enable_nav_sidebar = False
    empty_value_display = "—"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only sections of ours: the tables of libraries have no place among an agent’s sections.

        Raises ImproperlyConfigured for an admin class of ours that is no section: it would not appear."""
        if admin_class is not None and issubclass(admin_class, SectionAdmin):
            super().register(model_or_iterable, admin_class, **options)
        elif any(is_ours(model) for model in _models(model_or_iterable)):
            raise ImproperlyConfigured(f"{admin_class or model_or_iterable} must inherit from SectionAdmin.")

    def get_urls(self) -> list[Any]:
        """Without the addresses that nobody needs here, each a way to learn that an object exists."""
        unused = {"view_on_site", "autocomplete", "password_change_done"}
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", None) not in unused]

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff with a second factor in this session. The access middleware says the same before any view runs."""
        user = request.user
        return user.is_active and acts_as_staff(user) and has_second_factor(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign-in is the portal's own: one door, one second factor."""
        target = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        if request.user.is_authenticated:
            return redirect("mfa_index" if request.user.is_staff else "pages:landing")
        return redirect_to_login(target)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "sections": self.sections(request)}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Django's, made once a request: its own context, its first page and our menu each ask for it."""
        made = request.__dict__.setdefault("_app_lists", {})
        if app_label not in made:
            made[app_label] = super().get_app_list(request, app_label)
        return made[app_label]

    def sections(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The sections that this account may enter: `{"title", "sentence", "models": […as in app_list…]}`. Made once a
        request."""
        if "_sections" not in request.__dict__:
            request.__dict__["_sections"] = self._sections(request)
        return request.__dict__["_sections"]

    def _sections(self, request: HttpRequest) -> list[dict[str, Any]]:
        offered = {
            f"{app['app_label']}.{model['object_name'].lower()}": model
            for app in self.get_app_list(request)
            for model in app["models"]
        }
        sections = []
        for group in GROUPS:
            inside = sorted((one for one in map(self._section, self._registry) if one.menu_group is group), key=_rank)
            models = [self._fronted(offered[one.opts.label_lower]) for one in inside if one.opts.label_lower in offered]
            if models:
                sections.append({"title": group.title, "sentence": group.sentence, "models": models})
        return sections

    def _fronted(self, model: dict[str, Any]) -> dict[str, Any]:
        """A section of the menu, with the page that it opens first; `folder`: all of its addresses begin so."""
        section, address = self._section(model["model"]), model["admin_url"]
        if section.front_page:
            name = f"{section.opts.app_label}_{section.opts.model_name}_{section.front_page}"
            address = reverse(f"{self.name}:{name}")
        return {**model, "folder": model["admin_url"], "admin_url": address}

    def _section(self, model: type[Model]) -> "SectionAdmin":
        section = self._registry[model]
        assert isinstance(section, SectionAdmin)  # `register` takes no other
        return section


def _rank(section: "SectionAdmin") -> tuple[int, str]:
    return section.menu_rank, section.opts.label_lower


def _called(name: str, *given: Any) -> Any:
    return import_string(FINDING + name)(*given)


class SectionAdmin(ShownInWords, AddedPages):
    """What every section has in common: rows from `visible_to`, rights from permissions, no deletion, fast pages."""

    menu_group: MenuGroup | None = None
    """None: its pages are reached from other pages."""
    menu_rank = 100
    view_permission: Permission | None = None
    change_permission: Permission | None = None
    add_permission: Permission | None = None
    """None: nobody. Whoever may change a section sees it."""
    is_short = False
    """Few rows by nature, such as reference data: every column sorts. A list that grows sorts by the columns of
    `sortable_by` only, each with an index of its order (`tests/lists`)."""
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    actions: Sequence[Callable[..., Any] | str] | None = None
    save_on_top = False
    view_on_site: Callable[[Any], str | None] | bool = False
    read_verb = "row.read"
    """Verb of the journal for whoever opens a row. Rows of models without personal columns leave no line."""
    pages_without_rows: frozenset[str] | set[str] = frozenset({"add"})
    """Last words of the names of pages that show no row at all, in a section of personal rows."""
    found_by: tuple[str, ...] = ()
    """Paths from a row to whom it is about ("" is the row itself, "subject" the row that it names by type and id,
    "citizen_id" and "by_id" columns of ids without a foreign key): the section has the search of people.

    `search_fields` is for rows that are about nobody; its words are typed in an address, and compared folded."""
    also_in: tuple[str, ...] = ()
    """Columns that the search of people looks in when nobody has it: the address of somebody without an account."""
    front_page = ""
    """Last word of the name of the page of the section that its links open first: its list, if none."""
    number_column = ""
    """The folded column of the rows' own numbers, when they have some."""

    def searches_people(self, request: HttpRequest) -> bool:
        """Whether this account, which sees the list, may look for a name in it."""
        return bool(self.found_by)

    def shared_pages(self) -> list[Added]:
        return [Added("chercher/", partial(_called, "keep", self), "search", posted=True)] if self.found_by else []

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[SectionList]:
        return SectionList

    def get_changelist_instance(self, request: HttpRequest) -> SectionList:
        """The list, narrowed by what was searched in this session; what its template shows of the search."""
        searched = searched_in(request)
        searched.words = words = _called("words_of", self, request)
        changelist = super().get_changelist_instance(request)
        assert isinstance(changelist, SectionList)
        changelist.note(searched)
        changelist.people_form = _called("form_of", words) if self.searches_people(request) else None
        changelist.too_long = bool(words) and _called("is_too_long", words)
        return changelist

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        searched = searched_in(request)
        if searched.words:
            queryset = _called("narrowed", self, request, queryset, searched.words)
        if self.search_fields and search_term:
            found = _called("matching", queryset, self.search_fields, search_term)
            queryset, searched.words_resemble = found.rows, found.resembles
        return queryset, False

    def get_sortable_by(self, request: HttpRequest) -> list[str | Callable[[Any], str | bool]]:
        """Of a short list, all columns but those that are sealed: their order in the database is no visible one."""
        sortable = super().get_sortable_by(request) if self.is_short else self.sortable_by or ()
        return [name for name in sortable if not self._is_sealed(name)]

    def _is_sealed(self, column: str | Callable[[Any], str | bool]) -> bool:
        shown = getattr(self, column, None) if isinstance(column, str) else column
        path = getattr(shown, "admin_order_field", None) or column
        try:
            field = self.opts.get_field(str(path).lstrip("-"))
        except FieldDoesNotExist:
            return False
        return isinstance(field, SealedTextField)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the rows that the account sees, by the model's own class of querysets, which each section knows."""
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.holds(request, self.view_permission) or self.holds(request, self.change_permission)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.holds(request, self.change_permission)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.holds(request, self.add_permission)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @property
    def urls(self) -> list[URLPattern]:
        """Every page of the section, those of `get_urls` in subclasses included, journals what it shows.

        Here and not in each view, so that a new page cannot forget it."""
        patterns = self.get_urls()
        for pattern in patterns:
            pattern.callback = self._journaled(pattern.callback)
        return patterns

    def _journaled(self, view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def journaled(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            key = unquote(str(kwargs.get("object_id") or kwargs.get("pk") or ""))
            return import_string(JOURNALED)(self, request, partial(view, request, *args, **kwargs), key)

        return journaled

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """A row that is not there, or not for this account, is a refusal like any other: said, and journaled."""
        raise Http404

    # Django's own history is not kept: the journal is written by the actions.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...
