"""«Clés et dossier des documents»: what the portal knows of its own storage, and the large cleaning that waits."""

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
from portal.installation import folder
from portal.installation.actions import allow_orphans
from portal.installation.models import Installation

_FOLDER = {
    folder.FolderState.OURS: _("celui de cette base de données"),
    folder.FolderState.ABSENT: _("absent ou jamais marqué\u00a0: rien n’y est écrit"),
    folder.FolderState.ANOTHERS: _("celui d’une autre installation\u00a0: rien n’y est écrit"),
    folder.FolderState.UNREADABLE: _("illisible\u00a0: rien n’y est écrit"),
}


@admin.register(Installation)
class InstallationAdmin(SectionAdmin):
    is_short = True
    menu_group = menu.OPERATION
    menu_rank = 40
    view_permission = Permission.OPERATE_PORTAL
    list_display = ["__str__", "folder_marked_at", "restored_at", "cleaned_at", "orphans_found"]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        installation = self.get_queryset(request).first() if self.has_view_permission(request) else None
        if installation is None or object_id != str(installation.pk):
            raise Http404
        if request.method == "POST":
            if allow_orphans(by=request.user):
                messages.success(request, gettext("Le prochain nettoyage, dans l’heure, les mettra de côté."))
            else:
                messages.info(request, gettext("Rien n’attend votre accord."))
            return redirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": str(installation).capitalize(),
            "opts": self.opts,
            "installation": installation,
            "rows": _rows(installation),
            "waits": installation.orphans_found > installation.orphans_allowed,
        }
        return TemplateResponse(request, "admin/installation/installation/change_form.html", context)


def _rows(installation: Installation) -> list[tuple[Any, Any]]:
    return [
        # The first part of its number is enough to compare two installations.
        (_("Installation"), str(installation.number)[:8]),
        (_("Dossier des documents"), _FOLDER[folder.state()]),
        (_("Fichiers sans document, non mis de côté"), installation.orphans_found),
    ]
