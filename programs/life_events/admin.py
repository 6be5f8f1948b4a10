"""Life events in admin: read only for now."""

from django.contrib import admin

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.site import SectionAdmin
from programs.life_events.models import LifeEvent


@admin.register(LifeEvent)
class LifeEventAdmin(SectionAdmin):
    is_short = True
    menu_group = menu.PROGRAMS
    menu_rank = 30
    view_permission = Permission.VIEW_PROGRAMS
    list_display = ["title_fr", "code", "updated_at"]
    search_fields = ["title_fr", "code"]
    fields = readonly_fields = ("code", "title_fr", "title_en", "summary_fr", "summary_en", "programs", "updated_at")
