"""The journal in «gestion»: read only."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.audit.actions import SYSTEM
from portal.audit.models import AuditEvent
from portal.audit.sentences import kind_of
from portal.gestion import menu
from portal.gestion.display import page_of, proof
from portal.gestion.site import SectionAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(SectionAdmin):
    """An administrator reads the journal of their organization; the operation of the portal, what was refused to
    anyone and its own acts. Newest first, fifty at a time."""

    menu_group = menu.JOURNAL
    menu_rank = 10
    view_permission = Permission.VIEW_JOURNAL
    list_display = ["at", "who", "what", "about", "by_role", "was_refused"]
    list_display_links = ["what"]
    list_filter = ["refused", "by_role"]
    found_by = ("citizen_id", "by_id")
    fields = ("who", "what", "about", "at", "outcome", "what_next", "identifiers")
    readonly_fields = fields
    ordering = ["-id"]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The names of the accounts in one query."""
        changelist = super().get_changelist_instance(request)
        events = list(changelist.result_list)
        accounts = get_user_model().objects.in_bulk({event.by_id for event in events if event.by_id})
        for event in events:
            event.account = accounts.get(event.by_id)
        changelist.result_list = events
        return changelist

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> AuditEvent | None:
        event: AuditEvent | None = super().get_object(request, object_id, from_field)
        if event is not None:
            event.opens = self._page_of(request, event)
        return event

    def _page_of(self, request: HttpRequest, event: AuditEvent) -> str:
        try:
            model = apps.get_model(event.subject_type)
        except (LookupError, ValueError):
            return ""
        return page_of(model, event.subject_id, request, self.admin_site)

    def name_of(self, event: AuditEvent) -> str:
        return f"{self.who(event)} {event.sentence}"

    @admin.display(description=_("et ensuite"))
    def what_next(self, event: AuditEvent) -> str:
        if event.refused:
            return gettext("Rien n’a été montré ni changé. Si cela se répète, parlez-en à cette personne.")
        if event.opens:
            return format_html('<a href="{}">{}</a>', event.opens, gettext("Ouvrir ce dont il s’agit"))
        return gettext("Rien à faire\u00a0: cette ligne est gardée telle quelle.")

    @admin.display(description=_("preuve"))
    def identifiers(self, event: AuditEvent) -> SafeString:
        """Whole, for whoever compares the journal with a system: the line, the account, the row."""
        known = {gettext("compte"): event.by_id, gettext("objet"): event.subject_id}
        return proof((gettext("ligne"), event.pk), *((name, one) for name, one in known.items() if one))

    @admin.display(description=_("qui"))
    def who(self, event: AuditEvent) -> str:
        if event.by_id is None:
            is_system = SYSTEM in event.detail
            return gettext("Un système de l’organisme") if is_system else gettext("Relais, automatiquement")
        if not hasattr(event, "account"):
            event.account = get_user_model().objects.filter(pk=event.by_id).first()
        return str(event.account) if event.account else gettext("Un compte fermé")

    @admin.display(description=_("geste"))
    def what(self, event: AuditEvent) -> str:
        return event.sentence

    @admin.display(description=_("résultat"))
    def outcome(self, event: AuditEvent) -> str:
        return self.was_refused(event) or gettext("C’est fait")

    @admin.display(description=_("résultat"), empty_value="—")
    def was_refused(self, event: AuditEvent) -> str:
        return format_html('<strong class="g-late">{}</strong>', gettext("Refusé")) if event.refused else ""

    @admin.display(description=_("quoi"), empty_value="—")
    def about(self, event: AuditEvent) -> str:
        """The kind of row; of a list, how many rows were shown and by what it was narrowed."""
        kind = capfirst(kind_of(event.subject_type, several="count" in event.detail))
        if "filters" not in event.detail:
            return kind
        count = event.detail["count"]
        parts = [kind, ngettext("%d ligne", "%d lignes", count) % count]
        if event.detail["searched"]:
            parts.append(gettext("après une recherche"))
        if event.detail["filters"]:
            parts.append(gettext("filtrée"))
        return ", ".join(parts)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
