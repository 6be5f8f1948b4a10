"""What people said of the pages and reminders of an organization."""

from django.contrib import admin

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.site import SectionAdmin
from portal.votes.models import Vote


@admin.register(Vote)
class VoteAdmin(SectionAdmin):
    menu_group = menu.PROGRAMS
    menu_rank = 80
    view_permission = Permission.VIEW_VOTES
    list_display = ["title", "is_useful", "organization", "created_at"]
    list_filter = ["is_useful"]
    list_select_related = ["organization"]
    ordering = ["-created_at", "pk"]
    fields = ("title", "organization", "is_useful", "comment", "created_at")
    readonly_fields = fields
