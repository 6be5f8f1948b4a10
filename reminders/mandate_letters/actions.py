"""Write the letters of the requests to act that were asked for by post."""

from uuid import UUID

from django.db import transaction

from portal import clock
from portal.foundation.crypto.codes import new_code
from portal.isolation.actions import put_aside, set_aside_of
from portal.mandates.inviting import code_digest_of
from portal.mandates.models import MandateInvitation
from reminders.mandate_letters.models import MandateLetter

AT_ONCE = 200
WORK = "reminders.mandate_letters"


def write_letters() -> int:
    """Give each request that waits for one its letter, once however many do it at once. Returns how many.

    A person for whom it fails keeps nobody else's waiting."""
    waiting = MandateInvitation.objects.to_post().exclude(citizen__in=set_aside_of(work=WORK))
    return sum(
        _write_apart(*row) for row in waiting.order_by("created_at", "pk").values_list("pk", "citizen")[:AT_ONCE]
    )


def write_letters_of(*, person: UUID) -> int:
    """Do it for one who was set aside."""
    return sum(map(_write, MandateInvitation.objects.to_post().filter(citizen=person).values_list("pk", flat=True)))


def _write_apart(key: UUID, person: UUID) -> bool:
    try:
        return _write(key)
    except Exception as error:
        put_aside(work=WORK, person=person, error=error)
        return False


@transaction.atomic
def _write(key: UUID) -> bool:
    waiting = MandateInvitation.objects.to_post().select_for_update(skip_locked=True, of=("self",))
    invitation = waiting.filter(pk=key).first()
    if invitation is None:
        return False
    code = new_code()
    MandateLetter.objects.create(invitation=invitation, code=code)
    invitation.code_digest, invitation.sent_at = code_digest_of(code), clock.now()
    invitation.save(update_fields=["code_digest", "sent_at"])
    return True
