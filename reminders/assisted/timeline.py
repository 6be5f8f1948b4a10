"""Every contact with a person, by every way, newest first: messages, calls, letters, visits, notes.

Each source is asked for one page in its own order, and the pages are merged: as many queries whatever the volume."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from messaging.threads.models import Message
from portal.access.visibility import visibility_of
from portal.consents.models import Channel
from portal.contact_notes.models import ContactNote
from portal.foundation.paging import instant_in
from portal.people.models import User
from reminders.calls.models import Call
from reminders.deliveries.models import Delivery

A_PAGE = 15


@dataclass(frozen=True)
class ContactLine:
    """One line. `text` is what an agent noted; `url` opens the rest, where there is a page."""

    at: dt.datetime
    what: str
    who: str = ""
    text: str = ""
    url: str = ""
    icon: str = "note"


@dataclass(frozen=True, order=True)
class ContactPlace:
    """Where a contact is among all of them, the greatest first: several may share an instant (a batch of letters)."""

    at: dt.datetime
    source: int
    pk: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.source} {self.pk}"

    def after(self, source: int, instant: str) -> Q:
        """What follows it among the rows of a source."""
        older, level = Q(**{f"{instant}__lt": self.at}), Q(**{instant: self.at})
        if source == self.source:
            return older | level & Q(pk__lt=self.pk)
        return older | level if source < self.source else older


def contacts_with(
    people: Iterable[UUID], *, by: User, after: ContactPlace | None = None
) -> tuple[list[ContactLine], ContactPlace | None]:
    """Return one page of contacts that an agent may see, newest first, and its last place when more follow it."""
    found: list[tuple[ContactPlace, ContactLine]] = []
    for source, (rows, instant, line) in enumerate(_sources(list(people), by)):
        if after:
            rows = rows.filter(after.after(source, instant))
        page = rows.order_by(f"-{instant}", "-pk")[: A_PAGE + 1]
        found += [(ContactPlace(getattr(row, instant), source, row.pk), line(row)) for row in page]
    found.sort(key=lambda contact: contact[0], reverse=True)
    shown = found[:A_PAGE]
    return [line for _place, line in shown], shown[-1][0] if len(found) > A_PAGE else None


def place_in(request: HttpRequest) -> ContactPlace | None:
    """Return the contact after which others are asked for; None, for the newest, when it is nonsense."""
    try:
        at, source, pk = request.GET.get("apres", "").split(" ")
        return ContactPlace(instant_in(at), int(source), UUID(pk))
    except (ValueError, OverflowError):
        return None


def older_address(last: ContactPlace) -> str:
    return "?" + urlencode({"apres": str(last)}) + "#echanges"


def _sources(people: list[UUID], by: User) -> list[tuple[QuerySet, str, Callable[[Any], ContactLine]]]:
    """(Rows, column of the instant, how a row is said)."""
    messages = Message.objects.filter(thread__citizen__in=people, thread__team__in=visibility_of(by).team_ids)
    notes = ContactNote.objects.visible_to(by).filter(citizen__in=people)
    calls = Call.objects.visible_to(by).filter(citizen__in=people, noted_at__isnull=False)
    sent = Delivery.objects.handled_by(by).filter(recipient__in=people, attempted_at__isnull=False)
    left = sent.select_related("letter")
    return [
        (messages.select_related("by", "thread"), "sent_at", _message),
        (notes.select_related("by"), "at", _note),
        (calls.select_related("noted_by"), "noted_at", _call),
        (left.exclude(channel__in=[Channel.PHONE, Channel.INBOX]), "attempted_at", _delivery),
    ]


def _message(message: Message) -> ContactLine:
    is_theirs = message.author_kind == Message.Author.CITIZEN
    what = _("Message de la personne") if is_theirs else _("Message envoyé")
    url = reverse("admin:threads_thread_change", args=[message.thread_id])
    return ContactLine(message.sent_at, what, str(message.by), message.thread.subject, url, "letter")


def _note(note: ContactNote) -> ContactLine:
    return ContactLine(note.at, note.get_way_display(), str(note.by), note.text)


def _call(call: Call) -> ContactLine:
    assert call.noted_at is not None  # the rows read have one
    what = _("Appel\u00a0: %(outcome)s") % {"outcome": call.get_state_display()}
    return ContactLine(
        call.noted_at, what, str(call.noted_by or ""), url=reverse("admin:calls_call_change", args=[call.pk])
    )


def _delivery(delivery: Delivery) -> ContactLine:
    assert delivery.attempted_at is not None  # the rows read have one
    what = f"{delivery.get_channel_display()}, {delivery.get_purpose_display()}\u00a0: {_became(delivery)}"
    url = reverse("admin:deliveries_delivery_change", args=[delivery.pk])
    return ContactLine(delivery.attempted_at, what[:1].upper() + what[1:], url=url, icon="bell")


def _became(delivery: Delivery) -> str:
    """Say what happened: to the sheet, of a letter; that a message left is all that «accepted» means."""
    letter = getattr(delivery, "letter", None)
    if letter is not None:
        return letter.get_state_display()
    return _("parti") if delivery.state == Delivery.State.ACCEPTED else delivery.get_state_display()
