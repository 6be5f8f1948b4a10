"""Programs in admin: an organization reads its criteria as sentences and edits its words."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.access.reach import reach_of
from portal.admin_site import ReachAdmin
from programs.facts.models import FactDefinition
from programs.programs.actions import EDITABLE, edit_words
from programs.programs.models import Program
from programs.programs.wording import amount_lines, criteria_lines
from programs.rules.checking import criteria_problems
from programs.rules.nodes import read_tree


@admin.register(Program)
class ProgramAdmin(ReachAdmin):
    """Administrators see the programs of their organizations; agents read what the public reads."""

    view_roles = {"agent", "supervisor", "administrator"}
    change_roles = {"administrator"}
    list_display = ["name_fr", "organization", "theme", "state", "holds_for", "updated_at", "edited_at"]
    list_filter = ["state", "theme"]
    list_select_related = ["organization"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    search_fields = ["code"]
    search_help_text = _("Nom, résumé ou thème; les accents et les pluriels ne comptent pas.")
    fieldsets = [
        (None, {"fields": ["code", "organization", "state", "theme", "name_fr", "summary_fr", "official_url"]}),
        (
            _("Critères et montants"),
            {"fields": ["criteria_in_words", "amounts_in_words", "holds_for", "not_checked_fr"]},
        ),
        (_("En anglais"), {"fields": ["name_en", "summary_en", "not_checked_en"]}),
        (_("Suivi"), {"fields": ["criteria_confidence", "amounts_confidence", "updated_at", "edited_at", "edited_by"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Program]:
        programs = super().get_queryset(request).select_related("organization")
        return programs.administered_by(request.user) if reach_of(request.user).is_administrator else programs

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Program], search_term: str
    ) -> tuple[QuerySet[Program], bool]:
        return queryset.matching(search_term), False

    def get_readonly_fields(self, request: HttpRequest, obj: Program | None = None) -> list[str]:
        names = [name for _title, options in self.fieldsets for name in options["fields"]]
        return [name for name in names if name not in EDITABLE]

    def has_change_permission(self, request: HttpRequest, obj: Program | None = None) -> bool:
        mine = obj is None or obj.organization_id in reach_of(request.user).organization_ids
        return mine and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Program, form: ModelForm, change: bool) -> None:
        words = {name: form.cleaned_data[name] for name in EDITABLE}
        edit_words(program=Program.objects.get(pk=obj.pk), words=words, by=request.user)

    @admin.display(description=_("conditions"))
    def criteria_in_words(self, program: Program) -> SafeString:
        kinds = FactDefinition.objects.by_code()
        found = criteria_problems(program.criteria, {code: row.kind for code, row in kinds.items()})
        lines = () if found else criteria_lines(read_tree(program.criteria), kinds)
        return _on_one_line("programs/programs/_criteria.html", {"lines": lines, "problems": found, "exact": True})

    @admin.display(description=_("montants"))
    def amounts_in_words(self, program: Program) -> SafeString:
        return _on_one_line("programs/programs/_amounts.html", {"amounts": amount_lines(program)})


def _on_one_line(template: str, context: dict[str, Any]) -> SafeString:
    """Django admin turns the line breaks of a read-only value into `<br>`: the template's own are taken out."""
    return SafeString(" ".join(line.strip(" ") for line in render_to_string(template, context).splitlines()))
