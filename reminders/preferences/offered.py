"""Who is offered notices by e-mail."""

from django.db.models import Exists, OuterRef, QuerySet

from portal.access.visibility import visibility_of
from portal.consents.models import Channel, Consent, Purpose
from portal.people.models import Citizen, User


def offered_email(user: User) -> QuerySet[Citizen]:
    """The citizen that this account is, whose address is verified and who was never asked (neither accepted nor
    withdrawn)."""
    news = Consent.objects.filter(citizen=OuterRef("pk"), purpose=Purpose.FILE_NEWS, channel=Channel.EMAIL)
    own = visibility_of(user).own_citizen_id
    mine = Citizen.objects.filter(pk=own, email_verified_at__isnull=False) if own else Citizen.objects.none()
    return mine.exclude(Exists(news))
