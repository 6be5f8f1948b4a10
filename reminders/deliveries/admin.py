"""Deliveries in «gestion»: whether it left, by which channel, what the provider answered. Never the content."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.admin_site import ReachAdmin
from reminders.deliveries.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(ReachAdmin):
    view_roles = {"agent", "supervisor"}
    read_verb = "delivery.read"
    found_by = ("recipient",)
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
