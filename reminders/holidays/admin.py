"""Holidays in «gestion», for the portal's operators: on those days messages and calls keep the weekend's hours."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import DateField
from django.forms import DateInput
from django.http import HttpRequest

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.site import SectionAdmin
from reminders.holidays.actions import remove_holiday, set_holiday
from reminders.holidays.models import Holiday


@admin.register(Holiday)
class HolidayAdmin(SectionAdmin):
    is_short = True
    menu_group = menu.PAPER_MAIL
    menu_rank = 50
    view_permission = change_permission = add_permission = Permission.CONFIGURE_HOLIDAYS
    list_display = ["day", "name_fr"]
    ordering = ["day"]
    fields = ["day", "name_fr"]
    # The browser's own calendar: Django's asks for scripts that are not here.
    formfield_overrides = {DateField: {"widget": DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}}

    def get_readonly_fields(self, request: HttpRequest, obj: Holiday | None = None) -> list[str]:
        """The day is the row: another day is another row."""
        return ["day"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.holds(request, self.change_permission)

    def save_model(self, request: HttpRequest, obj: Holiday, form: Any, change: bool) -> None:
        set_holiday(holiday=obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Holiday) -> None:
        remove_holiday(holiday=obj, by=request.user)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[LogEntry]:
        """Django's own history is not kept: the journal is written by the action."""
        return []
