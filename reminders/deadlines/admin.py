"""Deadlines in «gestion»: agents read those of their organization's kinds."""

from django.contrib import admin

from portal.admin_site import ReachAdmin
from reminders.deadlines.models import Deadline


@admin.register(Deadline)
class DeadlineAdmin(ReachAdmin):
    view_roles = {"agent", "supervisor"}
    list_display = ["kind", "citizen", "due_on", "state", "origin", "next_at"]
    list_filter = ["state", "origin"]
    list_select_related = ["kind", "citizen"]
    ordering = ["due_on", "pk"]
    fields = ["kind", "citizen", "concerned", "due_on", "state", "origin", "opened_at", "closed_at", "next_at"]
    readonly_fields = fields
    view_on_site = False
