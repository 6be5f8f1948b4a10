"""The journal in «gestion»: read only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.admin_site import ReachAdmin
from portal.audit.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(ReachAdmin):
    """An administrator reads the journal of their organization. Newest first, fifty at a time."""

    view_roles = {"administrator"}
    list_display = ["at", "what", "by_role", "refused"]
    list_filter = ["refused", "by_role"]
    fields = ["at", "what", "by_role", "by_id", "subject_type", "subject_id", "refused"]
    readonly_fields = fields
    ordering = ["-id"]

    @admin.display(description=_("geste"))
    def what(self, event: AuditEvent) -> str:
        return event.sentence

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
