"""Deliveries in «gestion»: whether it left, by which channel, what the provider answered. Never the content."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from portal.admin_site import ReachAdmin
from portal.audit.actions import record
from reminders.deliveries.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(ReachAdmin):
    view_roles = {"agent", "supervisor"}
    list_display = ["recipient", "channel", "purpose", "state", "attempt", "not_before", "settled_at", "code"]
    list_filter = ["state", "channel"]
    list_select_related = ["recipient"]
    ordering = ["-created_at", "pk"]
    fields = [
        "recipient",
        "channel",
        "purpose",
        "state",
        "attempt",
        "since",
        "not_before",
        "attempted_at",
        "settled_at",
        "code",
        "reference",
        "message_id",
    ]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Never those of one's own space: this page is the organization's."""
        return super().get_queryset(request).handled_by(request.user)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Opening one is journaled: the person sees who looked."""
        opened = self.get_object(request, object_id)
        if opened and self.has_view_permission(request, opened):
            record("delivery.read", by=request.user, subject=opened, citizen=opened.recipient)
        return super().change_view(request, object_id, *args, **kwargs)
