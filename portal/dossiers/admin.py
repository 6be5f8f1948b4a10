"""Dossiers in «gestion»: those of the agent's teams, read-only; what happens in them comes from actions."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.dossiers.models import Dossier
from portal.gestion import menu
from portal.gestion.site import SectionAdmin


@admin.register(Dossier)
class DossierAdmin(SectionAdmin):
    menu_group = menu.QUEUE
    menu_rank = 50
    view_permission = Permission.VIEW_DOSSIERS
    read_verb = "dossier.read"
    list_display = ["number", "shown_title", "citizen", "team", "state", "opened_at"]
    list_filter = ["state"]
    list_select_related = ["citizen", "team"]
    found_by = ("citizen",)
    number_column = "number_folded"
    fields = ("number", "shown_title", "citizen", "team", "state", "opened_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dossier]:
        return super().get_queryset(request).handled_by(request.user)

    @admin.display(description=_("titre"))
    def shown_title(self, dossier: Dossier) -> str:
        return dossier.title
