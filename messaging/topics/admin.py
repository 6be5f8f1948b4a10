"""«Sujets de message» in «gestion», for the administrators of an organization."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest

from messaging.topics.actions import write
from messaging.topics.models import Topic
from portal.access.permissions import Permission
from portal.gestion import menu
from portal.organizations.admin import AdministeredAdmin
from portal.organizations.models import Team


@admin.register(Topic)
class TopicAdmin(AdministeredAdmin):
    menu_group = menu.ORGANIZATION
    menu_rank = 25
    view_permission = change_permission = add_permission = Permission.MANAGE_TEAMS
    list_display = ["name_fr", "team", "is_offered"]
    list_select_related = ["team"]
    search_fields = ["name_fr", "words", "team__name"]
    fields = ["team", "name_fr", "name_en", "words", "is_offered"]

    @staticmethod
    def organization_of(obj: Topic) -> UUID:
        return obj.team.organization_id

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        teams = Team.objects.filter(organization__in=self.administered(request)).select_related("organization")
        kwargs["queryset"] = teams.order_by("organization__name_order", "name_order")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        write(topic=obj, by=request.user)
