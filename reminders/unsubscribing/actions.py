"""Withdrawing a consent from outside: nobody signed in, so `by` is None and `how` says the way. Idempotent.

What is queued stops too: consents are read again just before each message leaves.
"""

import datetime as dt

from django.db import transaction

from portal.clock import now
from portal.consents.actions import give_back, withdraw
from portal.consents.models import Channel, Consent, How
from portal.people.models import Citizen
from reminders.unsubscribing.tokens import Choice


@transaction.atomic
def stop_choice(*, choice: Choice, how: str = How.ONE_CLICK) -> bool:
    """True when there was something to withdraw. A person who is no longer here is no error."""
    citizen = Citizen.objects.filter(pk=choice.citizen_id).first()
    if citizen is None:
        return False
    return bool(withdraw(citizen=citizen, purpose=choice.purpose, channel=choice.channel, by=None, how=how))


UNDONE_WITHIN = dt.timedelta(hours=24)
"""How long the page of the link offers to undo. Later, the person chooses in her preferences."""


def stopped_by_link(*, choice: Choice) -> Consent | None:
    """The consent that the link withdrew lately, when nothing was chosen for it since."""
    mine = Consent.objects.filter(citizen=choice.citizen_id, purpose=choice.purpose, channel=choice.channel)
    last = mine.order_by("-given_at", "-pk").first()
    if last is None or last.withdrawn_at is None or last.withdrawn_how != How.ONE_CLICK:
        return None
    return last if now() - last.withdrawn_at <= UNDONE_WITHIN else None


@transaction.atomic
def resume_choice(*, choice: Choice) -> bool:
    """Undo `stop_choice` from the page of the link: the same sentence, in a new row. Whether there was one."""
    last = stopped_by_link(choice=choice)
    return last is not None and give_back(consent=last, by=None, how=How.ONE_CLICK) is not None


@transaction.atomic
def stop_texts(*, number: str) -> int:
    """STOP from a number (E.164): all text messages to the person who confirmed it, for every purpose. How many."""
    citizen = Citizen.objects.filter(phone=number, phone_verified_at__isnull=False).first()
    if citizen is None:
        return 0
    purposes = list(
        Consent.objects.in_force().filter(citizen=citizen, channel=Channel.SMS).values_list("purpose", flat=True)
    )
    for purpose in purposes:
        withdraw(citizen=citizen, purpose=purpose, channel=Channel.SMS, by=None, how=How.SMS_STOP)
    return len(purposes)


def stopped_by_text(*, citizen: Citizen) -> bool:
    """Whether the last thing said of text messages to this person is their STOP."""
    mine = Consent.objects.filter(citizen=citizen, channel=Channel.SMS)
    last = mine.order_by("withdrawn_at", "pk").last()  # one in force would come after all of them: NULLs are last
    return last is not None and last.withdrawn_how == How.SMS_STOP
