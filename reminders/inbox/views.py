"""The secure inbox: a list by keyset, and one page per item (reading it marks it)."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.access.policies import citizen_only
from portal.audit.actions import events_written
from portal.audit.readings import LIST, tell_represented
from portal.clock import today
from portal.notices.models import Notice
from reminders.inbox.actions import mark_read
from reminders.inbox.models import InboxItem
from reminders.inbox.subjects import address_of, words_of
from reminders.kinds.texts import date_in_words, step_text
from reminders.reminders.models import Reminder

PAGE = 25


@citizen_only
def inbox(request: HttpRequest) -> HttpResponse:
    mine = InboxItem.objects.visible_to(request.user)
    if before := request.GET.get("avant"):
        last = get_object_or_404(mine, pk=_uuid(before))
        mine = mine.filter(Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__gt=last.pk))
    items = list(mine.with_content().with_unread(request.user).order_by("-created_at", "id")[: PAGE + 1])
    address = reverse("inbox:inbox")
    context = {
        "items": items[:PAGE],
        "older": f"{address}?avant={items[PAGE - 1].pk}" if len(items) > PAGE else "",
        "newer": address if before else "",
    }
    tell_represented(items[:PAGE], by=request.user, verb=LIST)
    return render(request, "reminders/inbox/list.html", context)


def _uuid(written: str) -> UUID:
    """Raises Http404 for what a person would not have been given."""
    try:
        return UUID(written)
    except ValueError as error:
        raise Http404 from error


@citizen_only
def item(request: HttpRequest, pk: str) -> HttpResponse:
    mine = get_object_or_404(InboxItem.objects.visible_to(request.user).with_content(), pk=pk)
    with events_written() as written:
        mark_read(item=mine, by=request.user)
    if not written:
        tell_represented([mine], by=request.user, verb="inbox_item.read")
    if mine.notice:
        address = address_of(mine.notice, request.user)
        if address and mine.notice.kind in {Notice.Kind.MESSAGE, Notice.Kind.PERSONAL}:
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
