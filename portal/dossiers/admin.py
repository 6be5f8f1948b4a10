"""Dossiers in «gestion»: those of the agent's teams, read-only; what happens in them comes from actions."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.admin_site import ReachAdmin
from portal.dossiers.actions import tell_read
from portal.dossiers.models import Dossier


@admin.register(Dossier)
class DossierAdmin(ReachAdmin):
    view_roles = frozenset({"agent", "supervisor"})
    list_display = ["number", "shown_title", "citizen", "team", "state", "opened_at"]
    list_filter = ["state"]
    list_select_related = ["citizen", "team"]
    search_fields = ["=number"]
    fields = ["number", "shown_title", "citizen", "team", "state", "opened_at"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dossier]:
        return super().get_queryset(request).handled_by(request.user)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Dossier | None = None,
    ) -> HttpResponse:
        """Conversations, pieces and documents below; never a finding, which is its person's only. Journaled."""
        if obj is not None:
            tell_read(dossier=obj, by=request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=_("titre"))
    def shown_title(self, dossier: Dossier) -> str:
        return dossier.title
