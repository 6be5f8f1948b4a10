"""Choosing what one receives: consents given for what was just ticked, withdrawn for what was unticked."""

from collections.abc import Callable, Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.clock import today
from portal.consents.actions import give, withdraw
from portal.consents.models import Channel, Purpose
from portal.mandates.models import Mandate
from portal.mandates.scopes import Scope, covers, is_told
from portal.notices.actions import announce
from portal.notices.models import Notice
from portal.people.models import Citizen, User
from reminders.preferences.wordings import WORDINGS, wording_for_another, wording_of

Choice = tuple[Purpose, Channel]


@transaction.atomic
def choose(*, citizen: Citizen, offered: Collection[Choice], chosen: Collection[Choice], by: User) -> None:
    """Only what was `offered` on the page changes; the rest stays as it was."""
    _apply(citizen, offered, chosen, wording_of, by)


@transaction.atomic
def choose_for(*, mandate: Mandate, offered: Collection[Choice], chosen: Collection[Choice], by: User) -> None:
    """The same by a representative, in words that say so; the person is told. Raises PermissionDenied."""
    must_cover(mandate=mandate, scope=Scope.CHOICES, by=by)
    if _apply(mandate.citizen, offered, chosen, wording_for_another, by):
        tell(mandate=mandate, by=by)


def must_cover(*, mandate: Mandate, scope: Scope, by: User) -> None:
    """Raises PermissionDenied unless `by` holds it today and its kind covers that."""
    mine = Mandate.objects.in_force(today()).filter(pk=mandate.pk, holder=by)
    if not covers(mandate, scope) or not mine.exists():
        raise PermissionDenied


def tell(*, mandate: Mandate, by: User) -> Notice | None:
    """Somebody changed what reaches the person."""
    if not is_told(mandate):
        return None
    kind = Notice.Kind.CHOICES
    return announce(kind=kind, citizen=mandate.citizen, subject=mandate, organization=None, by=by)


def _apply(
    citizen: Citizen,
    offered: Collection[Choice],
    chosen: Collection[Choice],
    words: Callable[[Purpose, Channel], str],
    by: User,
) -> int:
    """How many choices were written."""
    changed = [choice for choice in WORDINGS if choice in offered]
    for purpose, channel in changed:
        if (purpose, channel) in chosen:
            give(citizen=citizen, purpose=purpose, channel=channel, wording=words(purpose, channel), by=by)
        else:
            withdraw(citizen=citizen, purpose=purpose, channel=channel, by=by)
    return len(changed)
