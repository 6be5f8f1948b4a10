"""«Personnes mises à part»: for whom a work fails, what to do about it, and trying again. Without names."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.site import SectionAdmin
from portal.isolation.actions import try_again
from portal.isolation.models import SetAside
from portal.isolation.works import remedy_of, words_of


@admin.register(SetAside)
class SetAsideAdmin(SectionAdmin):
    """The oldest first."""

    is_short = True
    menu_group = menu.OPERATION
    menu_rank = 20
    view_permission = Permission.OPERATE_PORTAL
    list_display = ["since", "what", "code", "failures", "retry_at"]

    @admin.display(description=_("ce qui ne se fait pas"))
    def what(self, row: SetAside) -> str:
        return words_of(row.work)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self._row(request, object_id)
        if request.method == "POST":
            try_again(row=row, by=request.user)
            messages.success(request, gettext("Le prochain essai aura lieu dans la minute."))
            return redirect("admin:isolation_setaside_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": words_of(row.work),
            "opts": self.opts,
            "rows": _rows(row),
            "remedy": remedy_of(row.code),
        }
        return TemplateResponse(request, "admin/isolation/setaside/change_form.html", context)

    def _row(self, request: HttpRequest, object_id: str) -> SetAside:
        """404 too once it is cured."""
        mine = self.get_queryset(request) if self.has_view_permission(request) else SetAside.objects.none()
        found = mine.filter(pk=object_id).first() if object_id.isdecimal() and len(object_id) < 19 else None
        if found is None:
            raise Http404
        return found


def _rows(row: SetAside) -> list[tuple[Any, Any]]:
    return [
        (_("Ce qui ne se fait pas"), words_of(row.work)),
        (_("Numéro de la personne"), row.citizen_id),
        (_("Code de l’erreur"), row.code),
        (_("Essais"), row.failures),
    ]
