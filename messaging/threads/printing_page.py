"""The page of a conversation made for paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from messaging.threads.actions import note_printing
from messaging.threads.models import Thread
from messaging.threads.owed import owed_in, replied_in
from messaging.threads.views import requested_documents_of
from portal.clock import now


def print_of(section: Any, request: HttpRequest, thread: Thread) -> HttpResponse:
    """The whole conversation: who, when, what, in the order it was written."""
    note_printing(by=request.user, thread=thread)
    context = {
        **section.admin_site.each_context(request),
        "title": thread.subject,
        "opts": section.opts,
        "thread": thread,
        "owed": owed_in(thread),
        "replied": replied_in(thread),
        "requested_documents": requested_documents_of(request.user, thread).with_details(),
        "team_changes": thread.team_changes.visible_to(request.user).with_names(),
        "conversation": thread.messages.with_details().order_by("sent_at", "pk"),
        "printed_at": now(),
    }
    return TemplateResponse(request, "messaging/threads/admin_print.html", context)
