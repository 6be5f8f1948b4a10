"""Requests to act in «Envois sur papier», for the portal’s operators: batches to print, each once."""

from django.contrib import admin

from portal.printing.batch_section import BatchSection
from portal.printing.sections import QueueSection
from reminders.mandate_letters.models import MandateLetterBatch


@admin.register(MandateLetterBatch)
class MandateLetterBatchAdmin(QueueSection, BatchSection):
    menu_rank = 46
    queue_page = "admin:mandate_letters_mandateletterbatch_changelist"
