"""«Ma file»: what is expected of the agent's teams, soonest first. Read-only: answering closes a task, not clicking."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.filters import StateFilter
from portal.gestion.site import SectionAdmin
from portal.work_items.models import WorkItem
from portal.work_items.subjects import describe


class DoneFilter(StateFilter):
    first = _("à faire")
    offered = [("en-retard", _("en retard")), ("fait", _("faites"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        if self.value() == "fait":
            return queryset.exclude(done_at=None)
        return queryset.open().late() if self.value() == "en-retard" else queryset.open()


@admin.register(WorkItem)
class WorkItemAdmin(SectionAdmin):
    menu_group = menu.QUEUE
    menu_rank = 10
    view_permission = Permission.HANDLE_TASKS
    list_display = ["when", "title", "sentence", "person", "team", "since"]
    list_display_links = ["title"]
    found_by = ("subject",)
    list_filter = [DoneFilter]
    list_select_related = ["team"]
    ordering = ["due_at", "since", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).of_teams(request.user)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        changelist.result_list = describe(changelist.result_list)
        return changelist

    @admin.display(description=_("objet"))
    def title(self, item: WorkItem) -> str:
        return item.about.title

    @admin.display(description=_("personne"))
    def person(self, item: WorkItem) -> str:
        return item.about.person

    @admin.display(description=_("tâche"))
    def sentence(self, item: WorkItem) -> str:
        return item.sentence

    @admin.display(description=_("pour quand"), ordering="due_at")
    def when(self, item: WorkItem) -> str:
        """Late first, in words and in red: the list is in that order."""
        if item.done_at:
            return gettext("Fait le %(day)s") % {"day": date_format(clock.day_of(item.done_at), "j F")}
        if not item.due_at:
            return ""
        day = date_format(clock.day_of(item.due_at), "j F")  # due by the end of a day of Québec
        if not item.is_late:
            return gettext("Pour le %(day)s") % {"day": day}
        days = max(1, (clock.today() - clock.day_of(item.due_at)).days)
        words = ngettext("En retard de %(days)d jour", "En retard de %(days)d jours", days) % {"days": days}
        return format_html('<strong class="g-late">{}</strong>', words)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """A line of the queue leads to its subject."""
        item = self.get_object(request, object_id)
        if item is None or not item.get_absolute_url():
            raise Http404
        return redirect(item.get_absolute_url())
