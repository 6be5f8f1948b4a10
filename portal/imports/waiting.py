"""The section of gestion of what waits for its person, which its app derives: the page of a client number, a search
among the people whom the agent serves, the link."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.client_numbers.actions import NumberTaken
from portal.client_numbers.linking import link_by_agent
from portal.client_numbers.serving import served_by
from portal.finding.searching import find
from portal.finding.sections import form_of, is_too_long, kept
from portal.foundation.formats.cells import Unfit
from portal.gestion.added_pages import Added, page_of
from portal.gestion.site import SectionAdmin

SHOWN = 20
"""People listed at most."""


class WaitingSection(SectionAdmin):
    """Of a model that has `organization` and `client_number`. Never a name: the way to its person is to write to them,
    or to have them in front of oneself.

    Its pages extend `admin/imports/waiting_number.html` and `waiting_confirm.html`."""

    view_permission = Permission.VIEW_IMPORTED_DEADLINES
    done_words: str | Promise
    """Told once it is linked."""

    def under_number(self, request: HttpRequest, imported: Any) -> QuerySet:
        """All that waits under the same number."""
        raise NotImplementedError

    def added_pages(self) -> list[Added]:
        return [
            Added("<uuid:pk>/chercher/", self.search, "search", posted=True),
            Added("<uuid:pk>/relier/", self.link, "link", posted=True),
        ]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            imported = self.own(request, UUID(object_id))
        except ValueError as error:
            raise Http404 from error
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self.number_page(request, imported)

    def search(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The words stay in the session: a name never goes in an address."""
        imported = self.own(request, pk)
        request.session[self._search_key] = kept(request.POST.get("words", ""))
        return redirect(page_of(self.model, "change"), imported.pk)

    def link(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Asked twice: the second page names the person and the number, and holds the yes."""
        imported = self.own(request, pk)
        citizen = self._served(request, imported)
        if not request.POST.get("confirmed"):
            return self._answer(request, "confirm", imported, person=citizen)
        about = {"organization": imported.organization, "number": imported.client_number}
        try:
            link_by_agent(citizen=citizen, **about, by=request.user)
        except NumberTaken:
            messages.error(request, gettext("Ce numéro est déjà relié à une autre personne. Vérifiez-le avec elle."))
        except Unfit as error:
            messages.error(request, gettext("Ce numéro ne peut être relié\u00a0: %(why)s") % {"why": error})
        else:
            request.session.pop(self._search_key, None)
            messages.success(request, str(self.done_words))
        return redirect(page_of(self.model, "changelist"))

    def own(self, request: HttpRequest, pk: UUID) -> Any:
        """What waits and this account sees; 404 otherwise."""
        related = self.list_select_related
        assert not isinstance(related, bool)  # a section names them
        mine = self.get_queryset(request).filter(pk=pk) if self.has_view_permission(request) else None
        imported = mine.select_related(*related).first() if mine is not None else None
        if imported is None:
            raise Http404
        return imported

    def number_page(self, request: HttpRequest, imported: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        """The page of its number; `more`: what the section adds to it."""
        served = served_by(request.user, imported.organization_id)
        words = request.session.get(self._search_key, "")
        searched = "" if is_too_long(words) else words
        found = find(served.order_by("name_order", "pk"), searched, paths=[""], by=request.user)
        values = {
            "may_link": bool(visibility_of(request.user).team_ids),
            "search_form": form_of(words),
            "searched": searched,
            "found": found.rows[:SHOWN] if searched else [],
            "resembles": found.resembles,
        }
        return self._answer(request, "number", imported, status=status, **values, **more)

    @property
    def _search_key(self) -> str:
        """Of the session, which keeps the words searched."""
        return f"{self.opts.app_label}.search"

    def _served(self, request: HttpRequest, imported: Any) -> Any:
        try:
            key = UUID(request.POST.get("citizen", ""))
        except ValueError as error:
            raise Http404 from error
        citizen = served_by(request.user, imported.organization_id).filter(pk=key).first()
        if citizen is None:
            raise Http404
        return citizen

    def _answer(
        self, request: HttpRequest, page: str, imported: Model, *, status: int = 200, **values: Any
    ) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": self.opts.verbose_name_plural}
        shared |= {"imported": imported, "waiting": self.under_number(request, imported)}
        shared |= {f"{name}_page": page_of(self.model, name) for name in ("search", "link", "change")}
        template = f"admin/{self.opts.app_label}/{self.opts.model_name}/{page}.html"
        return TemplateResponse(request, template, shared | values, status=status)
