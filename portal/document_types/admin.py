"""Document types in «gestion»: read by all who ask for documents, written by the operation of the portal."""

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.document_types.actions import WORDS, restore, retire, write
from portal.document_types.forms import DocumentTypeWordsForm
from portal.document_types.models import DocumentType
from portal.gestion import menu
from portal.gestion.site import SectionAdmin


@admin.register(DocumentType)
class DocumentTypeAdmin(SectionAdmin):
    is_short = True
    menu_group = menu.PROGRAMS
    menu_rank = 50
    form = DocumentTypeWordsForm
    view_permission = Permission.VIEW_DOCUMENT_TYPES
    change_permission = Permission.CONFIGURE_DOCUMENT_TYPES
    add_permission = Permission.CONFIGURE_DOCUMENT_TYPES
    list_display = ["name_fr", "fresh_months", "is_identity", "is_of_child", "is_per_request", "retired_at"]
    list_filter = ["is_identity", "is_per_request"]
    search_fields = ["code", "name_fr__istartswith"]
    ordering = ["position", "name_order", "pk"]
    fields = ["code", *WORDS, "edited_at", "retired_at"]
    actions = ["retire_chosen", "restore_chosen"]

    def get_readonly_fields(self, request: HttpRequest, obj: DocumentType | None = None) -> list[str]:
        """A code is given once: programs name it."""
        return ["edited_at", "retired_at", *(["code"] if obj else [])]

    def save_model(self, request: HttpRequest, obj: DocumentType, form: ModelForm, change: bool) -> None:
        write(document_type=obj, words={name: form.cleaned_data[name] for name in WORDS}, by=request.user)

    @admin.action(description=_("Ne plus proposer"), permissions=["change"])
    def retire_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        for document_type in queryset:
            retire(document_type=document_type, by=request.user)

    @admin.action(description=_("Proposer de nouveau"), permissions=["change"])
    def restore_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        for document_type in queryset:
            try:
                with transaction.atomic():
                    restore(document_type=document_type, by=request.user)
            except IntegrityError:
                text = gettext("« %(name)s » n’est pas remis : un autre genre porte ce nom. Renommez l’un des deux.")
                messages.error(request, text % {"name": document_type})
