"""Write the letters of the requests to act that were asked for by post."""

from uuid import UUID

from django.db import transaction

from portal import clock
from portal.foundation.crypto.codes import new_code
from portal.mandates.inviting import code_digest_of
from portal.mandates.models import MandateInvitation
from reminders.mandate_letters.models import MandateLetter

AT_ONCE = 200


def write_letters() -> int:
    """Give each request that waits for one its letter, once however many do it at once. Returns how many."""
    keys = MandateInvitation.objects.to_post().order_by("created_at", "pk").values_list("pk", flat=True)
    return sum(map(_write, keys[:AT_ONCE]))


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
