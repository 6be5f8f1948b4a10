"""Organizations, teams and roles in «gestion», for their administrators."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import ForeignKey
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.access.reach import reach_of
from portal.admin_site import ReachAdmin
from portal.organizations.actions import change_team, describe, end_role, give_role, make_team
from portal.organizations.forms import MembershipForm
from portal.organizations.models import Membership, Organization, Team
from portal.organizations.roles import may_give


class AdministeredAdmin(ReachAdmin):
    """Changed by who administers that very organization: a role elsewhere, or another role here, changes nothing."""

    @staticmethod
    def organization_of(obj: Any) -> UUID:
        return obj.organization_id

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or self.organization_of(obj) in reach_of(request.user).organization_ids)


class OwnScopeAdmin(ReachAdmin):
    """Choices of organization and team are those one administers."""

    def formfield_for_foreignkey(self, field: ForeignKey, request: HttpRequest, **kwargs: Any) -> ModelChoiceField:
        if field.related_model in {Organization, Team}:
            kwargs["queryset"] = field.related_model.objects.visible_to(request.user)
        return super().formfield_for_foreignkey(field, request, **kwargs)


@admin.register(Organization)
class OrganizationAdmin(AdministeredAdmin):
    view_roles = {"administrator", "operator"}
    change_roles = {"administrator"}
    list_display = ["name_fr", "phone", "public_hours"]
    fields = ["name_fr", "name_en", "phone", "public_hours"]
    readonly_fields = ["name_fr", "name_en"]

    @staticmethod
    def organization_of(obj: Organization) -> UUID:
        return obj.pk

    def save_model(self, request: HttpRequest, obj: Organization, form: Any, change: bool) -> None:
        describe(organization=obj, by=request.user)


@admin.register(Team)
class TeamAdmin(AdministeredAdmin):
    view_roles = {"administrator"}
    change_roles = add_roles = {"administrator"}
    list_display = ["name", "organization", "purpose", "accepts_messages", "answer_days"]
    list_select_related = ["organization"]
    fields = ["organization", "name", "purpose", "accepts_messages", "answer_days"]

    def get_readonly_fields(self, request: HttpRequest, obj: Team | None = None) -> list[str]:
        return ["organization"] if obj else []

    def formfield_for_foreignkey(self, field: ForeignKey, request: HttpRequest, **kwargs: Any) -> ModelChoiceField:
        kwargs["queryset"] = Organization.objects.filter(pk__in=reach_of(request.user).organization_ids)
        return super().formfield_for_foreignkey(field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Team, form: Any, change: bool) -> None:
        if change:
            change_team(team=obj, by=request.user)
            return
        said = {name: getattr(obj, name) for name in ("purpose", "accepts_messages", "answer_days")}
        made = make_team(organization=obj.organization, name=obj.name, by=request.user, **said)
        obj.pk, obj._state.adding = made.pk, False


@admin.register(Membership)
class MembershipAdmin(OwnScopeAdmin):
    """Giving and ending roles. Each role's sentence is shown beside it."""

    view_roles = {"administrator", "operator"}
    add_roles = {"administrator", "operator"}
    change_roles = {"administrator", "operator"}
    form = MembershipForm
    list_display = ["user", "role", "team", "organization", "started_at", "ended_at"]
    list_select_related = ["user", "team", "organization"]
    list_filter = ["role"]
    fields = ["email", "role", "organization", "team"]
    change_form_template = "admin/portal/membership/change_form.html"

    def get_form(self, request: HttpRequest, obj: Membership | None = None, **kwargs: Any) -> type[ModelForm]:
        """Giving asks for an address; ending asks for nothing."""
        if obj:
            return super().get_form(request, obj, form=ModelForm, **kwargs)
        return type("GivenBy", (super().get_form(request, obj, **kwargs),), {"by": request.user})

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_give(request.user, role=obj.role, organization_id=obj.organization_id))

    def get_fields(self, request: HttpRequest, obj: Membership | None = None) -> list[str]:
        return ["user", "role", "sentence", "organization", "team", "started_at", "ended_at"] if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> list[str]:
        return self.get_fields(request, obj) if obj else []

    @admin.display(description=_("ce que ce rôle permet"))
    def sentence(self, membership: Membership) -> str:
        return membership.get_role_sentence()

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        if change:
            end_role(membership=obj, by=request.user)
            return
        given = give_role(user=obj.user, role=obj.role, organization=obj.organization, team=obj.team, by=request.user)
        obj.pk, obj._state.adding = given.pk, False
