"""«Signes de vie»: which processes are at work, for the portal's operation."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.filters import StateFilter
from portal.gestion.site import SectionAdmin
from portal.health.models import FailingTask, Heartbeat
from portal.health.signs import age_in_words


class SilentFilter(StateFilter):
    offered = [("muet", _("muets"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Heartbeat]:
        return queryset.silent() if self.value() == "muet" else queryset


@admin.register(Heartbeat)
class HeartbeatAdmin(SectionAdmin):
    is_short = True
    menu_group = menu.OPERATION
    menu_rank = 50
    view_permission = Permission.OPERATE_PORTAL
    list_display = ["name", "at", "state"]
    list_filter = [SilentFilter]
    fields = readonly_fields = ("name", "at", "state")
    ordering = ["name"]

    @admin.display(description=_("état"))
    def state(self, heartbeat: Heartbeat) -> str:
        return str(_STATES[age_in_words(heartbeat.at, dt.datetime.now(dt.UTC))])


@admin.register(FailingTask)
class FailingTaskAdmin(SectionAdmin):
    is_short = True
    menu_group = menu.OPERATION
    menu_rank = 30
    view_permission = Permission.OPERATE_PORTAL
    list_display = ["task", "since", "failures", "code"]
    fields = readonly_fields = ("task", "since", "failures", "code")
    ordering = ["since"]


_STATES = {"ok": _("au travail"), "silent": _("muet"), "in the future": _("horloge en avance")}
