"""Types of dossier in «gestion»: what an administrator writes, publishes and retires."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.dossier_type_versions import editing
from portal.dossier_type_versions.actions import retire
from portal.dossier_types.models import DossierType
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.publishing.pages import page
from portal.publishing.sections import VersionedSection


@admin.register(DossierType)
class DossierTypeAdmin(VersionedSection):
    menu_group = menu.ORGANIZATION
    menu_rank = 40
    view_permission = Permission.CONFIGURE_DOSSIER_TYPES
    change_permission = Permission.CONFIGURE_DOSSIER_TYPES
    add_permission = Permission.CONFIGURE_DOSSIER_TYPES
    list_display = ["title_fr", "organization", "team", "promised_days", "state", "draft", "updated_at"]
    list_filter = ["state"]
    list_select_related = ["organization", "team"]
    ordering = ["title_order", "pk"]
    actions = ["retire_chosen"]
    published_words = _("C’est publié\u00a0: les équipes ouvrent des dossiers de ce genre.")
    may_restore = True

    def added_pages(self) -> list[Added]:
        return [
            *self.pages_of_subject([("editeur", "edit", editing.edit)]),
            *self.ledger_pages(),
            Added("<uuid:pk>/change/", self.read, "change"),
        ]

    def read(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """One type: what it says, and what one may do with it."""
        subject = self.get_queryset(request).select_related("organization", "team").filter(pk=pk).first()
        if subject is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        shown = {
            "subject": subject,
            "is_subject_page": True,
            "content_in_words": self.adapter.in_words(self.adapter.in_force(subject)),
            "draft": subject.versions.open().select_related("author", "returned_by").first(),
        }
        return page(self, request, "type", title=subject.title_fr, **shown)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.of_section(editing.start, request)

    @admin.action(description=_("Retirer\u00a0: ne plus ouvrir de dossier de ce genre"), permissions=["change"])
    def retire_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        for dossier_type in queryset:
            retire(dossier_type=dossier_type, by=request.user)
