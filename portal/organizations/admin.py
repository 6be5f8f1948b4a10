"""Organizations and teams in «gestion», for their administrators."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Field, ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.gestion import menu
from portal.gestion.site import SectionAdmin
from portal.organizations.actions import change_team, describe, make_team, register, rename
from portal.organizations.models import Organization, Team
from portal.people.forms import HelpLineField


class AdministeredAdmin(SectionAdmin):
    """Changed by who administers that very organization: a role elsewhere, or another role here, changes nothing."""

    is_short = True

    @staticmethod
    def organization_of(obj: Any) -> UUID:
        return obj.organization_id

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or self.organization_of(obj) in self.administered(request))

    def administered(self, request: HttpRequest) -> frozenset[UUID]:
        """Organizations whose rows this account may change."""
        permission = self.change_permission
        return visibility_of(request.user).organizations_where(permission) if permission else frozenset()


@admin.register(Organization)
class OrganizationAdmin(AdministeredAdmin):
    """The operation of the portal adds and names organizations; their administrators say how to reach them."""

    menu_group = menu.ORGANIZATION
    menu_rank = 10
    view_permission = change_permission = Permission.DESCRIBE_ORGANIZATIONS
    add_permission = Permission.CREATE_ORGANIZATIONS
    list_display = ["name_fr", "code", "phone", "public_hours"]
    search_fields = ["name_fr", "name_en", "code"]
    fields = ["name_fr", "name_en", "code", "phone", "public_hours", "time_zone", "is_health", "sorts_for_all"]

    @staticmethod
    def organization_of(obj: Organization) -> UUID:
        return obj.pk

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "phone":
            return HelpLineField(label=db_field.verbose_name, required=False, max_length=db_field.max_length)
        if db_field.name == "code":
            kwargs |= {
                "help_text": _("Un mot court, sans espace ni accent, par exemple saaq. Il ne change plus ensuite."),
                "error_messages": {"invalid": _("Écrivez le code en lettres sans accent, sans espace\u00a0: saaq.")},
            }
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Organization | None = None) -> bool:
        return super().has_change_permission(request, obj) or self.has_add_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Organization | None = None) -> list[str]:
        if obj is None:
            return []
        names = [] if self.has_add_permission(request) else ["name_fr", "name_en"]
        of_administrators = ["phone", "public_hours", "time_zone"]
        named = ["code"] if self.has_add_permission(request) else ["code", "is_health", "sorts_for_all"]
        return [*names, *named, *([] if self._administers(request, obj) else of_administrators)]

    def _administers(self, request: HttpRequest, obj: Organization) -> bool:
        return obj.pk in self.administered(request)

    def save_model(self, request: HttpRequest, obj: Organization, form: Any, change: bool) -> None:
        if not change:
            made = register(**form.cleaned_data, by=request.user)
            obj.pk, obj._state.adding = made.pk, False
            return
        if {"name_fr", "name_en", "is_health", "sorts_for_all"} & set(form.changed_data):
            rename(organization=obj, by=request.user)
        if self._administers(request, obj):
            describe(organization=obj, by=request.user)

    def response_add(self, request: HttpRequest, obj: Organization, post_url_continue: Any = None) -> HttpResponse:
        """Next: somebody to administer it."""
        messages.success(
            request, _("L’organisme est inscrit. Invitez sa première administratrice ou son premier administrateur.")
        )
        return redirect(f"{reverse('admin:staff_staffinvitation_add')}?organization={obj.pk}&role=administrator")


@admin.register(Team)
class TeamAdmin(AdministeredAdmin):
    menu_group = menu.ORGANIZATION
    menu_rank = 20
    view_permission = change_permission = add_permission = Permission.MANAGE_TEAMS
    SAID = ("purpose", "accepts_messages", "is_sorting", "answer_days", "time_zone")
    list_display = ["name", "organization", "purpose", "accepts_messages", "answer_days"]
    search_fields = ["name", "organization__name_fr"]
    list_select_related = ["organization"]
    fields = ["organization", "name", "purpose", "accepts_messages", "is_sorting", "answer_days", "time_zone"]

    def get_readonly_fields(self, request: HttpRequest, obj: Team | None = None) -> list[str]:
        return ["organization"] if obj else []

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        kwargs["queryset"] = Organization.objects.filter(pk__in=self.administered(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Team, form: Any, change: bool) -> None:
        if change:
            change_team(team=obj, by=request.user)
            return
        said = {name: getattr(obj, name) for name in self.SAID}
        made = make_team(organization=obj.organization, name=obj.name, by=request.user, **said)
        obj.pk, obj._state.adding = made.pk, False
