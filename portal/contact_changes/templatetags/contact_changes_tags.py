"""What the pages say of contact points that changed, or that may not change for now."""

import datetime as dt
from typing import Any

from django import template
from django.utils.translation import gettext as _

from portal import clock
from portal.access import counts
from portal.account_notices.models import AccountNotice
from portal.contact_changes.actions import is_frozen
from portal.contact_changes.current import undoable_of
from portal.contact_changes.models import ContactChange
from portal.contact_changes.sending import title_of
from portal.people.models import Citizen, User

register = template.Library()

SHOWN = 3
SHOWN_FOR = dt.timedelta(days=90)


@register.simple_tag(takes_context=True)
def contacts_frozen(context: dict[str, Any], citizen: Citizen | None = None) -> bool:
    """Whether the contact points of this account, or of the person it acts for, wait for support."""
    if citizen is not None:
        return is_frozen(account=citizen.user, citizen=citizen)
    return bool(counts.count_of(context["request"].user, "frozen_contacts"))


@register.simple_tag(takes_context=True)
def recent_contact_changes(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Changes of the person's own points that may still be undone, newest first: never the values."""
    user = context["request"].user
    if not counts.count_of(user, "contact_changes"):
        return []
    mine = undoable_of(user).select_related("changed_by")
    return [
        {
            "title": title_of(change),
            "at": change.changed_at,
            "by": _by(change),
            "is_details": change.point == ContactChange.Point.DETAILS,
        }
        for change in mine.order_by("-changed_at", "pk")[:SHOWN]
    ]


@register.simple_tag(takes_context=True)
def freed_phone(context: dict[str, Any]) -> AccountNotice | None:
    """The notice that somebody else confirmed the number of this account, until it is confirmed again or replaced."""
    user = context["request"].user
    citizen = _own(user)
    if citizen is None or citizen.has_verified_phone or not citizen.phone:
        return None
    recent = AccountNotice.objects.visible_to(user).filter(at__gt=clock.now() - SHOWN_FOR)
    return recent.filter(kind=AccountNotice.Kind.PHONE_FREED).order_by("-at", "pk").first()


def _own(user: User) -> Citizen | None:
    """The citizen that this account is: read once a request, kept on the account."""
    return getattr(user, "citizen", None)


def _by(change: ContactChange) -> str:
    if change.changed_by_id == change.account_id:
        return ""
    return (
        _("par un membre d’un organisme") if change.changed_by.is_staff else _("par une personne qui vous représente")
    )
