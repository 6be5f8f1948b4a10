"""Files of dossiers in «gestion», and the dossiers that wait for their person."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.client_numbers.actions import NumberTaken
from portal.client_numbers.linking import link_by_agent
from portal.client_numbers.serving import served_by
from portal.finding.searching import find
from portal.finding.sections import form_of, is_too_long, kept
from portal.foundation.formats.cells import Unfit
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from portal.imported_dossiers.models import DossierFile, ImportedDossier
from portal.imports.sections import ImportSection

SEARCH, SHOWN = "imported_dossiers.search", 20
"""Key of the session that keeps the words searched; people listed at most."""
LIST, ONE = "admin:imported_dossiers_importeddossier_changelist", "admin:imported_dossiers_importeddossier_change"


@admin.register(DossierFile)
class DossierFileAdmin(ImportSection):
    menu_group = menu.DEADLINES
    menu_rank = 25
    view_permission = Permission.IMPORT_DOSSIERS


@admin.register(ImportedDossier)
class ImportedDossierAdmin(SectionAdmin):
    """Never a name: they are opened once the person types the code of a letter, or an agent links the number."""

    menu_group = menu.DEADLINES
    menu_rank = 35
    view_permission = Permission.VIEW_IMPORTED_DEADLINES
    list_display = ["number", "dossier_type", "organization", "received_at"]
    list_select_related = ["dossier_type", "organization"]
    ordering = ["-received_at", "-pk"]
    fields = readonly_fields = ("number", "dossier_type", "organization", "received_at")

    def added_pages(self) -> list[Added]:
        return [
            Added("<uuid:pk>/chercher/", self.search, "search", posted=True),
            Added("<uuid:pk>/relier/", self.link, "link", posted=True),
        ]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            imported = self._own(request, UUID(object_id))
        except ValueError as error:
            raise Http404 from error
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        words = request.session.get(SEARCH, "")
        searched = "" if is_too_long(words) else words
        served = served_by(request.user, imported.organization_id)
        found = find(served.order_by("name_order", "pk"), searched, paths=[""], by=request.user)
        return self._answer(
            request,
            "number",
            imported=imported,
            may_link=bool(visibility_of(request.user).team_ids),
            search_form=form_of(words),
            searched=searched,
            found=found.rows[:SHOWN] if searched else [],
            resembles=found.resembles,
        )

    def search(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The words stay in the session: a name never goes in an address."""
        imported = self._own(request, pk)
        request.session[SEARCH] = kept(request.POST.get("words", ""))
        return redirect(ONE, imported.pk)

    def link(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Asked twice: the second page names the person and the number, and holds the yes."""
        imported = self._own(request, pk)
        citizen = self._served(request, imported)
        if not request.POST.get("confirmed"):
            return self._answer(request, "confirm", imported=imported, person=citizen)
        try:
            about = {"organization": imported.organization, "number": imported.client_number}
            link_by_agent(citizen=citizen, **about, by=request.user)
        except NumberTaken:
            messages.error(request, gettext("Ce numéro est déjà relié à une autre personne. Vérifiez-le avec elle."))
            return redirect(LIST)
        except Unfit as error:
            messages.error(request, gettext("Ce numéro ne peut être relié\u00a0: %(why)s") % {"why": error})
            return redirect(LIST)
        request.session.pop(SEARCH, None)
        messages.success(request, gettext("C’est relié. Ce qui attendait sous ce numéro est ouvert pour la personne."))
        return redirect(LIST)

    def _served(self, request: HttpRequest, imported: ImportedDossier) -> Any:
        try:
            key = UUID(request.POST.get("citizen", ""))
        except ValueError as error:
            raise Http404 from error
        citizen = served_by(request.user, imported.organization_id).filter(pk=key).first()
        if citizen is None:
            raise Http404
        return citizen

    def _own(self, request: HttpRequest, pk: UUID) -> ImportedDossier:
        mine = self.get_queryset(request).filter(pk=pk) if self.has_view_permission(request) else None
        imported = mine.select_related("organization", "dossier_type").first() if mine is not None else None
        if imported is None:
            raise Http404
        return imported

    def _answer(self, request: HttpRequest, page: str, **values: Any) -> HttpResponse:
        title = self.opts.verbose_name_plural
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **values}
        return TemplateResponse(request, f"admin/imported_dossiers/importeddossier/{page}.html", context)
