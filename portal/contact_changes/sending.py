"""Sends what waits in the outbox. Twice after a crash between sending and noting it: better than never."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from portal import clock
from portal.account_notices.outbox import bare_address
from portal.audit.actions import record
from portal.contact_changes import details
from portal.contact_changes.codes import code_of
from portal.contact_changes.models import ContactAlert, ContactChange
from portal.foundation.channels import ChannelError, email, sms
from portal.isolation.actions import put_aside, set_aside_of

WORK = "portal.contact_alerts"
"""Its name among what may fail for one person (`portal.isolation`)."""
TRIED_FOR = dt.timedelta(hours=72)
AT_ONCE = 100
TEXTS: dict[str, str] = {
    ContactAlert.What.CHANGED: "portal/contact_changes/texts/changed",
    ContactAlert.What.UNDONE: "portal/contact_changes/texts/undone",
    ContactAlert.What.LIFTED: "portal/contact_changes/texts/lifted",
}


def send_waiting() -> int:
    """Returns how many left. What fails for now is tried again by the next sweep."""
    others = _waiting().exclude(change__citizen__in=set_aside_of(work=WORK))
    return sum(_send(alert) for alert in others.order_by("created_at", "pk")[:AT_ONCE])


def compose_waiting_of(person: UUID) -> int:
    """See whether the alerts of a person who was set aside can be written; the next sweep sends them. Raises what stops
    it."""
    return len([_written(alert) for alert in _waiting().filter(change__citizen=person)])


def _waiting() -> QuerySet[ContactAlert]:
    recent = ContactAlert.objects.filter(sent_at=None, refused_code="", created_at__gt=clock.now() - TRIED_FOR)
    return recent.select_related("change__account", "change__citizen", "change__changed_by")


def _send(alert: ContactAlert) -> bool:
    """What cannot be written for one person keeps nobody else's alert."""
    try:
        to, subject, text = _written(alert)
    except Exception as error:
        put_aside(work=WORK, person=alert.change.citizen_id, error=error)
        return False
    try:
        _deliver(alert, to, subject, text)
    except ChannelError as error:
        lost_or_arrived = error.uncertain and alert.channel == ContactAlert.Channel.SMS
        if error.permanent or lost_or_arrived:  # nobody gets the same text twice
            alert.refused_code = str(error)[:40] or "refused"
            alert.save(update_fields=["refused_code"])
        return False
    _note_sent(alert)
    return True


@transaction.atomic
def _note_sent(alert: ContactAlert) -> None:
    alert.sent_at = clock.now()
    alert.save(update_fields=["sent_at"])
    change, detail = alert.change, {"what": alert.what, "channel": alert.channel}
    record(change.verb("told"), by=None, subject=change, citizen=change.citizen, detail=detail)


def _written(alert: ContactAlert) -> tuple[str, str, str]:
    """Return the address, the subject and the text, in the person's language."""
    with _speaking(alert.change):
        if alert.channel == ContactAlert.Channel.SMS:
            return alert.address, "", render_to_string(f"{TEXTS[alert.what]}.sms.txt", _context(alert)).strip()
        return alert.address, _subject(alert), render_to_string(f"{TEXTS[alert.what]}.txt", _context(alert))


def _deliver(alert: ContactAlert, to: str, subject: str, text: str) -> None:
    if alert.channel == ContactAlert.Channel.SMS:
        sms.send(to=to, text=text, reference=f"contact-{alert.pk}")
        return
    email.send(
        to=to,
        subject=subject,
        text=text,
        message_id=f"<contact-{alert.pk}@{settings.SITE_HOST}>",
    )


def _subject(alert: ContactAlert) -> str:
    match alert.what:
        case ContactAlert.What.CHANGED:
            return title_of(alert.change)
        case ContactAlert.What.UNDONE:
            return _("Un changement de votre compte a été annulé")
        case _:
            return _("Vous pouvez de nouveau changer vos coordonnées")


def title_of(change: ContactChange) -> str:
    """What changed, in words for its person."""
    match change.point:
        case ContactChange.Point.EMAIL:
            return _("Votre adresse courriel a été changée")
        case ContactChange.Point.PHONE:
            return _("Votre téléphone a été changé")
        case _:
            return _("Changé dans votre dossier\u00a0: %(what)s") % {"what": what_of(change)}


def what_of(change: ContactChange) -> str:
    """Return what changed among the details; all of them a week later, when the values are emptied."""
    named = details.named(change.former)
    return ", ".join(named or [_("nom, date de naissance, adresse postale, langue ou fuseau horaire")])


def _context(alert: ContactAlert) -> dict[str, object]:
    change = alert.change
    by_other = change.changed_by_id != change.account_id
    return {
        "point": change.point,
        "what": what_of(change) if change.point == ContactChange.Point.DETAILS else "",
        "is_settings": details.are_settings(change.former) if change.point == ContactChange.Point.DETAILS else False,
        "by_staff": by_other and change.changed_by.is_staff,
        "by_representative": by_other and not change.changed_by.is_staff,
        "at": _moment(change),
        # Where a person signs in to nothing, they call.
        "code": code_of(change) if change.account_id else "",
        "page": f"{bare_address()}/annuler",
        "site": bare_address(),
        "phone": settings.HELP_PHONE,
        "hours": settings.HELP_HOURS,
    }


def _moment(change: ContactChange) -> str:
    zone = change.citizen.time_zone if change.citizen else clock.LEGAL_ZONE
    local = change.changed_at.astimezone(ZoneInfo(zone))
    values = {"day": date_format(local, "DATE_FORMAT"), "hour": time_format(local, "TIME_FORMAT")}
    return _("le %(day)s à %(hour)s") % values


@contextmanager
def _speaking(change: ContactChange) -> Iterator[None]:
    """In the language of before a change: whoever did not ask for the new one may not read it."""
    language = change.citizen.language if change.citizen else "fr"
    if change.point == ContactChange.Point.DETAILS:
        language = details.read(change.former).get("language", language)
    with translation.override(settings.LANGUAGE_CODE if language == "fr" else language):
        yield
