"""Tokens in «gestion»: made, shown once, revoked."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.api import offers
from portal.api.actions import make, revoke
from portal.api.forms import TokenForm
from portal.api.models import ApiToken
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin


@admin.register(ApiToken)
class ApiTokenAdmin(SectionAdmin):
    is_short = True
    menu_group = menu.ORGANIZATION
    menu_rank = 70
    view_permission = Permission.CONNECT_SYSTEMS
    pages_without_rows = SectionAdmin.pages_without_rows | {"make"}
    list_display = ["name", "organization", "rights", "expires_at", "used_on", "revoked_at"]
    list_select_related = ["organization"]
    ordering = ["-made_at", "pk"]
    fields = readonly_fields = (
        "name",
        "organization",
        "rights",
        "expires_at",
        "made_at",
        "made_by",
        "used_on",
        "revoked_at",
        "revoked_by",
    )
    actions = ["revoke_chosen"]
    change_list_template = "admin/api/apitoken/change_list.html"

    @admin.display(description=_("droits"))
    def rights(self, token: ApiToken) -> str:
        words = dict(offers.scopes())
        return ", ".join(str(words.get(scope, scope)) for scope in token.scopes)

    def added_pages(self) -> list[Added]:
        return [Added("creer/", self.make_view, "make")]

    def make_view(self, request: HttpRequest) -> HttpResponse:
        """The secret is in the answer to the POST, and nowhere afterwards."""
        form = TokenForm(request.POST or None, user=request.user)
        secret = ""
        if request.method == "POST" and form.is_valid():
            _token, secret = make(**form.asked, by=request.user)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "secret": secret}
        answer = render(request, "admin/api/apitoken/make.html", context)
        answer["Cache-Control"] = "no-store"
        return answer

    @admin.action(description=_("Révoquer : ces systèmes n’entrent plus"), permissions=["view"])
    def revoke_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        for token in queryset:
            revoke(token=token, by=request.user)
