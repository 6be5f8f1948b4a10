"""The vocabulary in admin: read only, it is common to all organizations."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.display import proof
from portal.gestion.site import SectionAdmin
from programs.facts.models import FactDefinition


@admin.register(FactDefinition)
class FactDefinitionAdmin(SectionAdmin):
    is_short = True
    menu_group = menu.PROGRAMS
    menu_rank = 20
    view_permission = Permission.VIEW_PROGRAMS
    list_display = ["label_fr", "type", "sensitivity", "is_derived"]
    list_filter = ["type", "sensitivity", "is_derived"]
    search_fields = ["code", "label_fr"]
    fields = readonly_fields = (
        "label_fr",
        "why_fr",
        "type",
        "unit",
        "choices_in_words",
        "is_nullable",
        "sensitivity",
        "is_derived",
        "rule_fr",
        "label_en",
        "why_en",
        "rule_en",
        "updated_at",
        "in_data",
    )

    def name_of(self, definition: FactDefinition) -> str:
        return definition.label_fr

    @admin.display(description=_("preuve"))
    def in_data(self, definition: FactDefinition) -> SafeString:
        return proof((gettext("nom dans les données ouvertes"), definition.code))

    @admin.display(description=_("choix"))
    def choices_in_words(self, definition: FactDefinition) -> str:
        return format_html_join("\n", "<div>{}</div>", ((choice["fr"],) for choice in definition.choices)) or "—"
