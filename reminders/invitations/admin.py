"""Invitations in «Envois sur papier», for the portal’s operators: batches to print, each once."""

from django.contrib import admin

from portal.printing.batch_section import BatchSection
from portal.printing.sections import QueueSection
from reminders.invitations.models import InvitationBatch


@admin.register(InvitationBatch)
class InvitationBatchAdmin(QueueSection, BatchSection):
    menu_rank = 40
    queue_page = "admin:invitations_invitationbatch_changelist"
