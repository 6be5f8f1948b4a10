"""Who acts for a person, as she reads it: name, what for, since when, until when."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.access.visibility import Account, visibility_of
from portal.mandates.models import Mandate
from portal.mandates.scopes import Scope, covers

# Every mandate opens the file and its acts; what it covers beyond is said in words.
_ALWAYS = _("voir votre dossier et vos messages, y répondre et envoyer des documents")
_MORE: dict[Scope, Promise] = {
    Scope.CHOICES: _("choisir ce que vous recevez"),
    Scope.CONTACT: _("changer où et quand on vous joint"),
}


@dataclass(frozen=True)
class Acting:
    """`ends_on` is None for a mandate without an end."""

    name: str
    kind: str
    covers: list[str]
    starts_on: dt.date
    ends_on: dt.date | None


def acting_for(user: Account) -> list[Acting]:
    """Return the mandates in force today for the citizen that this account is, by name."""
    citizen = visibility_of(user).own_citizen_id
    if citizen is None:
        return []
    mine = Mandate.objects.in_force(clock.today()).filter(citizen_id=citizen).select_related("holder")
    return sorted((_acting(mandate) for mandate in mine), key=lambda acting: acting.name)


def _acting(mandate: Mandate) -> Acting:
    return Acting(
        name=str(mandate.holder),
        kind=mandate.get_kind_display(),
        covers=[str(_ALWAYS), *(str(words) for scope, words in _MORE.items() if covers(mandate, scope))],
        starts_on=mandate.starts_on,
        ends_on=mandate.ends_on,
    )
