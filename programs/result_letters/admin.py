"""«Lettres de pistes», for the portal’s operators: a batch at a time, printed, then emptied. Names are in the PDF."""

import datetime as dt

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.printing.batch_section import BatchSection
from portal.printing.sections import QueueSection
from programs.result_letters.models import IN_ORDER, ResultLetter, ResultLetterBatch


@admin.register(ResultLetter)
class ResultLetterAdmin(QueueSection):
    menu_rank = 30
    list_display = ["shown", "state", "asked_at", "printed_at", "printed_by"]
    list_filter = ["state"]
    list_select_related = ["batch__printed_by"]
    ordering = IN_ORDER
    fields = readonly_fields = ("state", "asked_at", "batch", "printed_at", "printed_by")

    @admin.display(description=_("imprimée le"), ordering="batch__printed_at")
    def printed_at(self, letter: ResultLetter) -> dt.datetime | None:
        return letter.batch.printed_at if letter.batch else None

    @admin.display(description=_("imprimée par"), ordering="batch__printed_by")
    def printed_by(self, letter: ResultLetter) -> str | None:
        return str(letter.batch.printed_by) if letter.batch and letter.batch.printed_by else None


@admin.register(ResultLetterBatch)
class ResultLetterBatchAdmin(BatchSection):
    menu_rank = 35
    queue_page = "admin:result_letters_resultletter_changelist"
