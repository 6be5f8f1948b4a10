"""Invitations to open a space in «Envois sur papier», for the portal’s operators: batches to print, each once."""

from django.contrib import admin

from portal.printing.batch_section import BatchSection
from portal.printing.sections import QueueSection
from reminders.space_invitations.models import SpaceInvitationBatch


@admin.register(SpaceInvitationBatch)
class SpaceInvitationBatchAdmin(QueueSection, BatchSection):
    menu_rank = 45
    queue_page = "admin:space_invitations_spaceinvitationbatch_changelist"
