"""Deadlines in «gestion»: agents read those of their organization's kinds."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.admin_site import ReachAdmin
from portal.audit.actions import record
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

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_next()

    @admin.display(description=_("prochain rappel"))
    def next_at(self, deadline: Deadline) -> dt.datetime | None:
        return deadline.next_at

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Opening one is journaled: the person sees who looked."""
        opened = self.get_object(request, object_id)
        if opened and self.has_view_permission(request, opened):
            record("deadline.read", by=request.user, subject=opened, citizen=opened.citizen)
        return super().change_view(request, object_id, *args, **kwargs)
