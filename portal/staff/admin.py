"""Who works here, in «gestion»: invitations, roles, accounts."""

from typing import Any

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from portal.access.permission_table import rows
from portal.access.permissions import Permission, Role
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from portal.imports.sections import ImportSection
from portal.organizations.models import Membership
from portal.organizations.roles import may_give
from portal.people.models import User
from portal.staff.accounts import LastOperator, deactivate, end_role, reactivate
from portal.staff.actions import NotInForce, TooMany, invite, resend, withdraw
from portal.staff.forms import CloseAccountForm, InviteForm
from portal.staff.models import StaffAccount, StaffFile, StaffInvitation

TOO_MANY = _("Trop d’invitations pour l’instant\u00a0: attendez une heure, ou demain pour la même adresse.")


@admin.register(StaffInvitation)
class StaffInvitationAdmin(SectionAdmin):
    """Inviting, seeing what became of it, sending again, taking back."""

    is_short = True
    menu_group = menu.ORGANIZATION
    menu_rank = 30
    view_permission = add_permission = change_permission = Permission.MANAGE_STAFF
    list_display = ["email", "what_became", "role", "team", "organization", "invited_by", "sent_at", "expires_at"]
    list_select_related = ["team", "organization", "invited_by"]
    list_filter = ["role"]
    found_by, also_in = ("accepted_by",), ("email",)
    change_list_template = "admin/staff/staffinvitation/change_list.html"
    asked = ("email", "role", "organization", "team")
    shown = (*asked, "sentence", "invited_by", "sent_at", "expires_at", "what_became")
    fields = asked

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        extra = {"may_import": self.holds(request, Permission.IMPORT_STAFF)}
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm]:
        if obj:
            return super().get_form(request, obj, change, **kwargs)
        return type("InvitedBy", (InviteForm,), {"by": request.user})

    def get_fields(self, request: HttpRequest, obj: StaffInvitation | None = None) -> tuple[str, ...]:
        return self.shown if obj else self.asked

    def get_readonly_fields(self, request: HttpRequest, obj: StaffInvitation | None = None) -> tuple[str, ...]:
        return self.shown if obj else ()

    @admin.display(description=_("état"))
    def what_became(self, invitation: StaffInvitation) -> str:
        return invitation.get_state_display()

    @admin.display(description=_("ce que ce rôle permet"))
    def sentence(self, invitation: StaffInvitation) -> str:
        return invitation.get_role_sentence()

    def save_model(self, request: HttpRequest, obj: StaffInvitation, form: Any, change: bool) -> None:
        if change:
            return  # `response_change` reads which button
        given = form.cleaned_data
        scope = {"organization": given["organization"], "team": given["team"]}
        try:
            made = invite(email=given["email"], role=given["role"], by=request.user, **scope)
        except TooMany:
            obj.pk = None
            return
        obj.pk, obj._state.adding = made.pk, False

    def response_add(self, request: HttpRequest, obj: StaffInvitation, post_url_continue: Any = None) -> HttpResponse:
        if obj.pk is None:
            messages.error(request, TOO_MANY)
        else:
            messages.success(request, _("L’invitation part dans la minute. La personne accepte ou décline."))
        return redirect("admin:staff_staffinvitation_changelist")

    def response_change(self, request: HttpRequest, obj: StaffInvitation) -> HttpResponse:
        try:
            if "_resend" in request.POST:
                resend(invitation=obj, by=request.user)
                messages.success(request, _("L’invitation repart dans la minute, avec un nouveau code."))
            elif "_withdraw" in request.POST and withdraw(invitation=obj, by=request.user):
                messages.success(request, _("L’invitation est retirée\u00a0: son code n’ouvre plus rien."))
        except TooMany:
            messages.error(request, TOO_MANY)
        except NotInForce:
            messages.warning(request, _("La personne a déjà répondu, ou l’invitation a été retirée."))
        return redirect("admin:staff_staffinvitation_changelist")


@admin.register(StaffFile)
class StaffFileAdmin(ImportSection):
    menu_group = menu.ORGANIZATION
    menu_rank = 35
    view_permission = Permission.IMPORT_STAFF


@admin.register(Membership)
class MembershipAdmin(SectionAdmin):
    """Roles in force and ended; ending one. Roles are given by invitation."""

    is_short = True
    menu_group = menu.ORGANIZATION
    menu_rank = 40
    pages_without_rows = frozenset({"add", "permissions"})
    view_permission = change_permission = Permission.MANAGE_STAFF
    found_by = ("user",)
    list_display = ["user", "role", "team", "organization", "started_at", "ended_at"]
    list_select_related = ["user", "team", "organization"]
    list_filter = ["role"]
    fields = ("user", "role", "sentence", "organization", "team", "started_at", "ended_at")
    readonly_fields = fields

    def added_pages(self) -> list[Added]:
        return [Added("permissions/", self.permissions, "permissions")]

    def permissions(self, request: HttpRequest) -> HttpResponse:
        """Show what each role may do."""
        page = {"opts": self.opts, "title": _("Ce que chaque rôle permet"), "roles": list(Role), "rows": rows()}
        context = {**self.admin_site.each_context(request), **page}
        return TemplateResponse(request, "admin/organizations/membership/permissions.html", context)

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_give(request.user, role=obj.role, organization_id=obj.organization_id))

    @admin.display(description=_("ce que ce rôle permet"))
    def sentence(self, membership: Membership) -> str:
        return membership.get_role_sentence()

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        try:
            end_role(membership=obj, by=request.user)
        except LastOperator:
            messages.error(
                request, _("C’est le dernier compte d’exploitation\u00a0: invitez d’abord une autre personne.")
            )

    def response_change(self, request: HttpRequest, obj: Membership) -> HttpResponse:
        if obj.ended_at:
            messages.success(request, _("Le rôle a pris fin, et la personne est avertie par courriel."))
        return redirect("admin:organizations_membership_changelist")


@admin.register(StaffAccount)
class AccountAdmin(SectionAdmin):
    """Accounts that hold or held a role, and those closed: closing, opening again."""

    is_short = True
    menu_group = menu.ORGANIZATION
    menu_rank = 50
    view_permission = change_permission = Permission.MANAGE_ACCOUNTS
    found_by = ("",)
    list_display = ["display_name", "email", "is_active", "is_staff"]
    list_display_links = ["display_name", "email"]
    list_filter = ["is_active"]
    fields = ("display_name", "email", "is_active", "is_staff", "created_at")
    readonly_fields = fields
    ordering = ["name_order", "pk"]

    def has_change_permission(self, request: HttpRequest, obj: StaffAccount | None = None) -> bool:
        return super().has_change_permission(request, obj) and obj != request.user

    def added_pages(self) -> list[Added]:
        return [Added("fermer/", self.close_by_address, "close", right="change")]

    def save_model(self, request: HttpRequest, obj: StaffAccount, form: Any, change: bool) -> None:
        if "_deactivate" in request.POST:
            deactivate(user=User.objects.get(pk=obj.pk), by=request.user)
        elif "_reactivate" in request.POST:
            reactivate(user=User.objects.get(pk=obj.pk), by=request.user)

    def response_change(self, request: HttpRequest, obj: StaffAccount) -> HttpResponse:
        obj.refresh_from_db()
        sentence = _("Le compte est ouvert, et la personne est avertie.") if obj.is_active else CLOSED
        messages.success(request, sentence)
        return redirect("admin:staff_staffaccount_changelist")

    def close_by_address(self, request: HttpRequest) -> HttpResponse:
        """The answer is the same whether the account exists or not."""
        form = CloseAccountForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            user = User.objects.filter(email__iexact=form.cleaned_data["email"]).exclude(pk=request.user.pk).first()
            if user is not None:
                deactivate(user=user, by=request.user)
            messages.success(request, _("Si un compte a cette adresse, il est fermé, et la personne est avertie."))
            return redirect("admin:staff_staffaccount_changelist")
        title = _("Fermer un compte par son adresse")
        context = {**self.admin_site.each_context(request), "form": form, "title": title, "opts": self.opts}
        return render(request, "admin/staff/staffaccount/close.html", context)


CLOSED = _("Le compte est fermé, et la personne est avertie par courriel.")
