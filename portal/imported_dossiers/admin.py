"""Files of dossiers in «gestion», and the dossiers that wait for their person."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.imported_dossiers.models import DossierFile, ImportedDossier
from portal.imports.sections import ImportSection
from portal.imports.waiting import WaitingSection


@admin.register(DossierFile)
class DossierFileAdmin(ImportSection):
    menu_group = menu.DEADLINES
    menu_rank = 25
    view_permission = Permission.IMPORT_DOSSIERS


@admin.register(ImportedDossier)
class ImportedDossierAdmin(WaitingSection):
    """They are opened once the person types the code of a letter, or an agent links the number."""

    menu_group = menu.DEADLINES
    menu_rank = 35
    list_display = ["number", "dossier_type", "organization", "received_at"]
    list_select_related = ["dossier_type", "organization"]
    ordering = ["-received_at", "-pk"]
    fields = readonly_fields = ("number", "dossier_type", "organization", "received_at")
    done_words = _("C’est relié. Ce qui attendait sous ce numéro est ouvert pour la personne.")

    def under_number(self, request: HttpRequest, imported: Any) -> QuerySet:
        same = {"organization": imported.organization_id, "digest": imported.digest}
        return self.get_queryset(request).filter(**same).select_related("dossier_type").order_by("received_at", "pk")
