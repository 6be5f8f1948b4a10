"""Who acts for a person, and for whom an account acts: name, what for, since when, until when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from portal import clock
from portal.access.places import address_in
from portal.access.visibility import Account, visibility_of
from portal.foundation.words.ordering import french_order
from portal.mandates.models import Mandate, MandateInvitation
from portal.mandates.wording import covered, limits_of

MOST_SHOWN = 20


@dataclass(frozen=True)
class Acting:
    """A mandate as one of its sides reads it. `name`: the other side. `ends_on` is None for a mandate without an end;
    `limits`: the organizations and dossiers to which it is limited. `place`: address of the person's space, for the
    holder once it has begun. `may_change`: the person may change what it allows."""

    pk: UUID
    name: str
    kind: str
    covers: list[str]
    limits: list[str]
    starts_on: dt.date
    ends_on: dt.date | None
    place: str = ""
    may_change: bool = False


@dataclass(frozen=True)
class InvitationSent:
    """A request to act as the person who made it reads it."""

    invitation: MandateInvitation
    covers: list[str]
    limits: list[str]


def acting_for(user: Account) -> list[Acting]:
    """Return the mandates in force, or to come, for the citizen that this account is, by name."""
    citizen = visibility_of(user).citizen_of_account
    if citizen is None:
        return []
    mine = Mandate.objects.standing(clock.today()).filter(citizen_id=citizen).select_related("holder").with_choice()
    return _rows_of(mine, of_holder=False)


def sent_by(user: Account) -> list[InvitationSent]:
    """Return the latest requests to act for the person that this account is, without those accepted or taken back."""
    rows = list(MandateInvitation.objects.visible_to(user).filter(accepted_at=None, withdrawn_at=None)[:MOST_SHOWN])
    limits = limits_of(rows)
    return [InvitationSent(one, covered(one), limits[one.pk]) for one in rows]


def helped_by(user: Account) -> list[Acting]:
    """Return the mandates that this account holds, in force or to come, by name."""
    return _rows_of(Mandate.objects.standing(clock.today()).filter(holder_id=user.pk).with_names(), of_holder=True)


def acting_of(mandates: Iterable[Mandate]) -> list[Acting]:
    """Return them as the person's side reads them: for an agent who serves the person."""
    return _rows_of(mandates, of_holder=False)


def _rows_of(mandates: Iterable[Mandate], *, of_holder: bool) -> list[Acting]:
    rows = list(mandates)
    limits = limits_of(rows)
    shown = [
        Acting(
            pk=mandate.pk,
            name=str(mandate.citizen if of_holder else mandate.holder),
            kind=mandate.get_kind_display(),
            covers=covered(mandate),
            limits=limits[mandate.pk],
            starts_on=mandate.starts_on,
            ends_on=mandate.ends_on,
            place=address_in(mandate.citizen_id, "pages:space")
            if of_holder and mandate.starts_on <= clock.today()
            else "",
            may_change=not of_holder and getattr(mandate, "is_chosen", False),
        )
        for mandate in rows
    ]
    return sorted(shown, key=lambda acting: (french_order(acting.name), acting.starts_on, str(acting.pk)))
