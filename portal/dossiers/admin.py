"""Dossiers in «gestion»: those of the agent's teams. The page of one writes through the actions only."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.clock import today
from portal.dossiers.models import Dossier
from portal.dossiers.querysets import DossierQuerySet
from portal.foundation.formats.days import day_words
from portal.gestion import menu
from portal.gestion.site import SectionAdmin


class LateFilter(admin.SimpleListFilter):
    title = _("délai")
    parameter_name = "delai"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("en-retard", _("date promise passée"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        return queryset.late(today()) if self.value() else queryset


@admin.register(Dossier)
class DossierAdmin(SectionAdmin):
    menu_group = menu.QUEUE
    menu_rank = 50
    view_permission = Permission.VIEW_DOSSIERS
    read_verb = "dossier.read"
    list_display = ["number", "shown_title", "citizen", "team", "shown_state", "promise", "opened_at"]
    list_filter = ["state", LateFilter]
    list_select_related = ["citizen", "team", "dossier_type"]
    found_by = ("citizen",)
    number_column = "number_folded"

    def get_queryset(self, request: HttpRequest) -> DossierQuerySet:
        return super().get_queryset(request).handled_by(request.user)

    @admin.display(description=_("titre"))
    def shown_title(self, dossier: Dossier) -> str:
        return dossier.title

    @admin.display(description=_("état"))
    def shown_state(self, dossier: Dossier) -> str:
        return dossier.shown_state

    @admin.display(description=_("promis pour le"))
    def promise(self, dossier: Dossier) -> str:
        if dossier.promised_on is None:
            return ""
        words = day_words(dossier.promised_on)
        if not dossier.is_late:
            return words
        return format_html('<strong class="g-late">{}</strong>', gettext("%(day)s, en retard") % {"day": words})
