"""Sections of gestion of the print room, for the portal's operators: each noun's app derives its own.

Operators read no dossier: pages show counts, numbers and organizations. Names and addresses are in the PDF of a batch,
and opening it is journaled.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.added_pages import page_of
from portal.gestion.menu import MenuGroup
from portal.gestion.site import SectionAdmin
from portal.printing.models import PrintBatch
from portal.printing.printables import Printable, named


class PrintSection(SectionAdmin):
    """Pages of the operators only."""

    menu_group: MenuGroup | None = menu.PAPER_MAIL
    view_permission = Permission.PRINT_LETTERS

    @property
    def printable(self) -> Printable:
        return named(self.opts.app_label)

    @admin.display(description=_("lettre"))
    def shown(self, row: Any) -> str:
        return str(row)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without the lines that would say nothing: no organization, nothing posted yet."""
        return [name for name in super().get_fields(request, obj) if getattr(obj, str(name), name) is not None]


class QueueSection(PrintSection):
    """A section whose list stands under what waits and the batches under way."""

    change_list_template = "admin/printing/queue.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        printable = self.printable
        waiting = printable.waiting().count()
        extra = {
            "printable": printable,
            "words": printable.words,
            "prepare_url": page_of(printable.batch_model, "prepare"),
            "batch_url": page_of(printable.batch_model, "change"),
            "waiting": waiting,
            "waiting_sentence": printable.words.waiting(waiting),
            "order_sentence": printable.words.order % {"largest": printable.largest},
            "reread_sentence": printable.words.reread,
            "under_way": [] if issubclass(self.model, PrintBatch) else self._under_way(),
        }
        return super().changelist_view(request, {**extra, **printable.queue(), **(extra_context or {})})

    def _under_way(self) -> list[PrintBatch]:
        batches = list(self.printable.under_way())
        for batch in batches:
            batch.urgency = self.printable.urgency_of(batch)
        return batches
