"""In «gestion»: what an organization asks to recognise somebody, and who was opened, why and how they were known."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.gestion import menu
from portal.gestion.site import SectionAdmin
from portal.organizations.admin import AdministeredAdmin
from portal.organizations.models import Organization
from portal.person_access.actions import set_identity_rule
from portal.person_access.forms import IdentityRuleForm
from portal.person_access.identity import QUESTIONS
from portal.person_access.models import IdentityRule, PersonAccess


@admin.register(IdentityRule)
class IdentityRuleAdmin(AdministeredAdmin):
    menu_group = menu.ORGANIZATION
    menu_rank = 40
    view_permission = change_permission = add_permission = Permission.DESCRIBE_ORGANIZATIONS
    form = IdentityRuleForm
    is_short = True
    list_display = ["organization", "questions", "needed"]
    list_select_related = ["organization"]

    @admin.display(description=_("ce qui est demandé"))
    def questions(self, rule: IdentityRule) -> str:
        return ", ".join(str(QUESTIONS[code].label) for code in rule.asked if code in QUESTIONS)

    def get_readonly_fields(self, request: HttpRequest, obj: IdentityRule | None = None) -> list[str]:
        return ["organization"] if obj else []

    def has_add_permission(self, request: HttpRequest) -> bool:
        """As long as one of the organizations that one administers has none."""
        return super().has_add_permission(request) and _without_rule(request).exists()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs |= {"queryset": _without_rule(request), "empty_label": None}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: IdentityRule, form: Any, change: bool) -> None:
        set_identity_rule(rule=obj, by=request.user)


@admin.register(PersonAccess)
class PersonAccessAdmin(SectionAdmin):
    """Read only: why people were opened, for whoever supervises."""

    menu_group = menu.QUEUE
    menu_rank = 80
    view_permission = Permission.SUPERVISE_TEAMS
    list_display = ["started_at", "citizen", "team", "by", "reason", "proof"]
    list_select_related = ["citizen", "team", "by"]
    list_filter = ["reason", "proof"]
    found_by = ("citizen",)
    fields = ("citizen", "team", "by", "reason", "proof", "shown_note", "started_at", "ends_at")
    readonly_fields = fields

    @admin.display(description=_("qui demande, et quoi"), empty_value="—")
    def shown_note(self, access: PersonAccess) -> str:
        return access.note


def _without_rule(request: HttpRequest) -> Any:
    mine = visibility_of(request.user).organizations_where(Permission.DESCRIBE_ORGANIZATIONS)
    return Organization.objects.filter(pk__in=mine, identity_rule=None)
