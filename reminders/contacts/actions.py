"""Where, when and in which language one person is reached."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from portal.audit.actions import record
from portal.contact_changes.actions import change_details, change_phone
from portal.mandates.models import Mandate
from portal.mandates.scopes import Scope
from portal.people.models import Citizen, User
from reminders.preferences.actions import must_cover, tell
from reminders.preferences.models import QuietHours

Hours = tuple[dt.time, dt.time]


@dataclass(frozen=True)
class Contact:
    """What a person said on the page. `phone`: as `portal.people.phones` keeps it, or ""; `hours` None: e-mails at any
    hour."""

    postal_address: str
    phone: str
    time_zone: str
    language: str
    hours: Hours | None


@transaction.atomic
def settle(*, citizen: Citizen, contact: Contact, by: User) -> Citizen:
    """Keep what changed; another zone moves what is planned (`reminders.deadlines.receivers`)."""
    if contact.language == Citizen.Language.ENGLISH != citizen.language:
        # Charter of the French language: the proof that the person said in good faith that English is their right.
        record("language.attested", by=by, subject=citizen, citizen=citizen)
    if contact.phone != citizen.telephone:
        change_phone(citizen=citizen, phone=contact.phone, verified=False, by=by)
    columns = {name: getattr(contact, name) for name in ("postal_address", "time_zone", "language")}
    change_details(citizen=citizen, columns=columns, by=by)
    set_hours(citizen=citizen, hours=contact.hours, by=by)
    return citizen


@transaction.atomic
def settle_for(*, mandate: Mandate, contact: Contact, by: User) -> Citizen:
    """The same by a representative; the person is told. Raises PermissionDenied."""
    must_cover(mandate=mandate, scope=Scope.CONTACT, by=by)
    citizen = settle(citizen=mandate.citizen, contact=contact, by=by)
    tell(mandate=mandate, by=by)
    return citizen


@transaction.atomic
def set_hours(*, citizen: Citizen, hours: Hours | None, by: User) -> QuietHours | None:
    """Between which local hours e-mails may arrive; None: at any hour."""
    Citizen.objects.select_for_update(no_key=True).get(pk=citizen.pk)  # two clicks set them once
    kept = QuietHours.objects.filter(citizen=citizen).first()
    if (kept and (kept.opens, kept.closes)) == hours:
        return kept
    if hours is None:
        QuietHours.objects.filter(citizen=citizen).delete()
    else:
        kept, _ = QuietHours.objects.update_or_create(citizen=citizen, defaults={"opens": hours[0], "closes": hours[1]})
    record("quiet_hours.set", by=by, subject=citizen, citizen=citizen, detail={"any_hour": hours is None})
    return kept if hours else None
