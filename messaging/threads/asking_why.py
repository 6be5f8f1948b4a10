"""«Demander pourquoi»: a message begun from a line of «Qui a consulté mon dossier», to the organization it names."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format, time_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from portal.access.visibility import visibility_of
from portal.audit.models import AuditEvent
from portal.organizations.models import Membership, Team
from portal.pages import journal
from portal.people.models import User

LONGEST_NUMBER = 18
"""Figures of a key that PostgreSQL holds."""


def begun_from(number: str, *, by: User) -> dict[str, Any]:
    """Return the service, the object and the text with which the form opens; nothing for a line that the account does
    not read, or that no member of an organization wrote. The person changes what they want."""
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return {}
    visibility = visibility_of(by)
    mine = AuditEvent.objects.about(visibility.citizen_ids).filter(
        organization_id__isnull=False, by_role=AuditEvent.Role.STAFF
    )
    event = mine.filter(pk=number).first()
    if event is None:
        return {}
    (line,) = journal.lines([event], reader=by)
    at = line.at.astimezone(get_current_timezone())
    said = {"day": date_format(at, "DATE_FORMAT"), "hour": time_format(at, "TIME_FORMAT")}
    values = said | {"who": line.who, "what": line.sentence, "number": number}
    text = _(
        "Bonjour,\n\nLe %(day)s à %(hour)s, %(who)s %(what)s (ligne %(number)s de mon journal). Pourquoi?\n\nMerci."
    )
    offered = Team.objects.accepting_messages().filter(visibility.writable("organization"))
    teams = offered.filter(organization=event.organization_id)
    # The team of whoever looked, when it takes messages.
    own = Membership.objects.filter(user=event.by_id, team=OuterRef("pk"), ended_at=None)
    first = teams.order_by(Exists(own).desc(), "name_order").first()
    return {
        "team": first.pk if first else None,
        "subject": _("Pourquoi mon dossier a été consulté"),
        "body": text % values,
    }
