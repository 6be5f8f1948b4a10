"""«Forme des numéros de client» in «gestion», for the administrators of an organization."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.client_numbers.actions import declare
from portal.client_numbers.forms import NumberPatternForm
from portal.client_numbers.models import NumberPattern
from portal.gestion import menu
from portal.organizations.admin import AdministeredAdmin
from portal.organizations.models import Organization


@admin.register(NumberPattern)
class NumberPatternAdmin(AdministeredAdmin):
    """One row for an organization: what its files and its systems may send as a client number."""

    menu_group = menu.DEADLINES
    menu_rank = 40
    view_permission = change_permission = add_permission = Permission.CONFIGURE_CLIENT_NUMBERS
    form = NumberPatternForm
    list_display = ["organization", "words", "example"]
    list_select_related = ["organization"]

    @admin.display(description=gettext_lazy("forme déclarée"))
    def words(self, pattern: NumberPattern) -> str:
        return pattern.pattern.words

    @admin.display(description=gettext_lazy("exemple inventé"))
    def example(self, pattern: NumberPattern) -> str:
        return pattern.pattern.example

    def get_readonly_fields(self, request: HttpRequest, obj: NumberPattern | None = None) -> list[str]:
        return ["organization"] if obj else []

    def has_add_permission(self, request: HttpRequest) -> bool:
        """As long as one of the organizations that one administers has none."""
        return super().has_add_permission(request) and _undeclared(request).exists()

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        kwargs |= {"queryset": _undeclared(request), "empty_label": None}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """One row for an organization: there is no other to add, and the list shows what was declared."""
        fewer = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context | fewer, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: NumberPattern, form: Any, change: bool) -> None:
        declare(pattern=obj, by=request.user)

    def response_add(self, request: HttpRequest, obj: NumberPattern, post_url_continue: Any = None) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: NumberPattern) -> HttpResponse:
        words = {"form": obj.pattern.words, "example": obj.pattern.example}
        messages.success(request, _("Forme déclarée\u00a0: %(form)s. Un exemple inventé\u00a0: %(example)s") % words)
        return redirect("admin:client_numbers_numberpattern_changelist")


def _undeclared(request: HttpRequest) -> Any:
    mine = Organization.objects.filter(
        pk__in=visibility_of(request.user).organizations_where(Permission.CONFIGURE_CLIENT_NUMBERS)
    )
    return mine.exclude(pk__in=NumberPattern.objects.values("organization"))
