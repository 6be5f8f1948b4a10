"""People's words in «gestion»: whoever hears them writes them down."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portal.admin_site import ReachAdmin
from portal.catalogue.actions import remove_synonym, write_synonym
from portal.catalogue.forms import SynonymForm
from portal.catalogue.models import Synonym


@admin.register(Synonym)
class SynonymAdmin(ReachAdmin):
    view_roles = {"agent", "supervisor", "administrator", "operator"}
    add_roles = {"agent", "supervisor", "administrator", "operator"}
    form = SynonymForm
    list_display = ["term", "meaning", "written_at"]
    search_fields = ["term_plain__startswith", "meaning__istartswith"]
    ordering = ["term", "pk"]
    view_on_site = False
    fields = ["term", "meaning"]

    def has_delete_permission(self, request: HttpRequest, obj: Synonym | None = None) -> bool:
        return self.has_view_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Synonym, form: Any, change: bool) -> None:
        obj.pk = write_synonym(term=obj.term, meaning=obj.meaning, by=request.user).pk

    def delete_model(self, request: HttpRequest, obj: Synonym) -> None:
        remove_synonym(synonym=obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for synonym in queryset:
            remove_synonym(synonym=synonym, by=request.user)
