"""The journal in «gestion»: read only."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.admin_site import ReachAdmin
from portal.audit.models import AuditEvent
from portal.audit.sentences import kind_of


@admin.register(AuditEvent)
class AuditEventAdmin(ReachAdmin):
    """An administrator reads the journal of their organization; the operation of the portal, what was refused to
    anyone and its own acts. Newest first, fifty at a time."""

    view_roles = {"administrator", "operator"}
    list_display = ["at", "who", "what", "about", "by_role", "was_refused"]
    list_filter = ["refused", "by_role"]
    found_by = ("citizen_id", "by_id")
    fields = ["at", "who", "what", "about", "by_role", "by_id", "subject_type", "subject_id", "refused"]
    readonly_fields = fields
    ordering = ["-id"]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The names of the accounts in one query."""
        changelist = super().get_changelist_instance(request)
        events = list(changelist.result_list)
        accounts = get_user_model().objects.in_bulk({event.by_id for event in events if event.by_id})
        for event in events:
            event.account = accounts.get(event.by_id)
        changelist.result_list = events
        return changelist

    @admin.display(description=_("qui"))
    def who(self, event: AuditEvent) -> str:
        if event.by_id is None:
            return gettext("Relais, automatiquement")
        if not hasattr(event, "account"):
            event.account = get_user_model().objects.filter(pk=event.by_id).first()
        return str(event.account) if event.account else gettext("Un compte fermé")

    @admin.display(description=_("geste"))
    def what(self, event: AuditEvent) -> str:
        return event.sentence

    @admin.display(description=_("résultat"))
    def was_refused(self, event: AuditEvent) -> str:
        return format_html('<strong class="g-late">{}</strong>', gettext("Refusé")) if event.refused else ""

    @admin.display(description=_("quoi"), empty_value="—")
    def about(self, event: AuditEvent) -> str:
        """The kind of row; of a list, how many rows were shown and by what it was narrowed."""
        kind = capfirst(kind_of(event.subject_type, several="count" in event.detail))
        if "filters" not in event.detail:
            return kind
        count = event.detail["count"]
        parts = [kind, ngettext("%d ligne", "%d lignes", count) % count]
        if event.detail["searched"]:
            parts.append(gettext("après une recherche"))
        if event.detail["filters"]:
            parts.append(gettext("filtrée"))
        return ", ".join(parts)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
