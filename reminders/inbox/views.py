"""The secure inbox: a list by keyset, and one page per item (reading it marks it)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.access.policies import citizen_only
from portal.audit.actions import events_written
from portal.audit.readings import LIST, tell_represented
from portal.clock import today
from portal.foundation.paging import page_of
from portal.notices.models import Notice
from reminders.inbox.actions import mark_read
from reminders.inbox.models import InboxItem
from reminders.inbox.subjects import address_of, numbers_of, words_of
from reminders.kinds.texts import date_in_words, step_text
from reminders.reminders.models import Reminder

PAGE = 25
AT_ONCE = frozenset(
    {
        Notice.Kind.MESSAGE,
        Notice.Kind.PERSONAL,
        Notice.Kind.REQUEST,
        Notice.Kind.DOSSIER,
        Notice.Kind.DECISION,
        Notice.Kind.DOSSIER_LATE,
    }
)
"""Notices that open what they tell of, without a page of their own."""


@citizen_only
def inbox(request: HttpRequest) -> HttpResponse:
    mine = InboxItem.objects.visible_to(request.user).with_content().with_unread(request.user)
    page = page_of(mine, by="created_at", query=request.GET, size=PAGE)
    tell_represented(page.rows, by=request.user, verb=LIST)
    numbers = numbers_of(page.rows, request.user)
    lines = [(one, numbers.get(one.pk, "")) for one in page.rows]
    return render(request, "reminders/inbox/list.html", {"page": page, "lines": lines})


@citizen_only
def item(request: HttpRequest, pk: str) -> HttpResponse:
    mine = get_object_or_404(InboxItem.objects.visible_to(request.user).with_content(), pk=pk)
    with events_written() as written:
        mark_read(item=mine, by=request.user)
    if not written:
        tell_represented([mine], by=request.user, verb="inbox_item.read")
    if mine.notice:
        address = address_of(mine.notice, request.user)
        if address and mine.notice.kind in AT_ONCE:
            return redirect(address)  # it says nothing but that something is there
        context = {"item": mine, "address": address, "words": words_of(mine.notice)}
        return render(request, "reminders/inbox/notice.html", context)
    reminder = mine.reminder
    context = {
        "item": mine,
        "reminder": reminder,
        "deadline": reminder.deadline,
        "kind": reminder.deadline.kind,
        "text": _text(reminder),
        "is_after": today(reminder.deadline.citizen.time_zone) > reminder.due_on,
    }
    return render(request, "reminders/inbox/reminder.html", context)


def _text(reminder: Reminder) -> str:
    """The step's own words; those of «plus tard» when the person asked for this one."""
    if reminder.step:
        return step_text(reminder.step, reminder.due_on)
    values = {"title": reminder.deadline.kind.title_fr, "date": date_in_words(reminder.due_on)}
    return _("Vous nous avez demandé ce rappel\u00a0: %(title)s. Date limite\u00a0: %(date)s.") % values
