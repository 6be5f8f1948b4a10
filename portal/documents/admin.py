"""Documents in the agents' admin: read-only, to see what waits and why."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.documents import rescue_admin  # noqa: F401 (registers the files that a fault of ours holds)
from portal.documents.models import Document
from portal.gestion import menu
from portal.gestion.display import proof
from portal.gestion.site import SectionAdmin


@admin.register(Document)
class DocumentAdmin(SectionAdmin):
    menu_group = menu.QUEUE
    menu_rank = 60
    view_permission = Permission.VIEW_DOCUMENTS
    found_by = ("citizen",)
    list_display = ["received_at", "citizen", "origin", "shown_name", "document_type", "state", "scan", "team"]
    list_filter = ["state", "scan", "origin", "document_type"]
    list_select_related = ["citizen", "team", "document_type"]
    fields = (
        "received_at",
        "origin",
        "shown_name",
        "document_type",
        "issued_on",
        "expires_on",
        "state",
        "shown_wait",
        "scan",
        "shown_refusal",
        "shown_changes",
        "first_read_at",
        "fingerprints",
    )
    readonly_fields = fields

    def name_of(self, document: Document) -> str:
        return document.name

    @admin.display(description=_("preuve"))
    def fingerprints(self, document: Document) -> SafeString:
        """Of the bytes that came, and of those that are served: SHA-256."""
        served = document.served_sha256
        return proof(
            (gettext("empreinte à la réception"), document.received_sha256),
            (gettext("de ce qui est servi"), served) if served else (),
        )

    @admin.display(description=_("nom"))
    def shown_name(self, document: Document) -> str:
        return document.name

    @admin.display(description=_("ce qui se passe"), empty_value="–")
    def shown_wait(self, document: Document) -> str:
        return document.wait if document.is_waiting else ""

    @admin.display(description=_("raison du refus"), empty_value="–")
    def shown_refusal(self, document: Document) -> str:
        return document.refusal if document.refused_because else ""

    @admin.display(description=_("copie refaite par Relais"), empty_value="–")
    def shown_changes(self, document: Document) -> str:
        return " ".join(document.changes) if document.is_available else ""
