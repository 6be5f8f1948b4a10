"""Deliveries in «gestion»: whether it left, by which channel, what the provider answered. Never the content."""

from django.contrib import admin

from portal.admin_site import ReachAdmin
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
