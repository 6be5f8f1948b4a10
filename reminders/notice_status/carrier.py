"""What the portal's pages may say of the deliveries of a notice (`portal.notices.ways`)."""

from portal.consents.models import Channel, Consent, Purpose
from portal.notices.models import Notice
from portal.notices.ways import Carrier, ChannelOffer, SentNotice
from portal.people.models import Citizen
from reminders.deadlines.reaching import channels_for
from reminders.deliveries.models import Delivery
from reminders.deliveries.words import said_of
from reminders.preferences.points import points_of
from reminders.preferences.wordings import WORDINGS, wording_of


def _accepted(citizen: Citizen, purpose: Purpose) -> set[str]:
    mine = Consent.objects.in_force().filter(citizen=citizen, purpose=purpose)
    return set(mine.values_list("channel", flat=True))


def ready(citizen: Citizen, purpose: Purpose) -> list[Channel]:
    accepted, points = _accepted(citizen, purpose), points_of(citizen)
    usable = [channel for channel in Channel if channel in accepted and points[channel].is_ready]
    return [channel for channel in channels_for(usable, Channel.values) if channel != Channel.INBOX]


def offers(citizen: Citizen, purpose: Purpose) -> list[ChannelOffer]:
    """Asked in passing: what costs nobody's work."""
    accepted, points = _accepted(citizen, purpose), points_of(citizen)
    return [
        ChannelOffer(channel, wording_of(purpose, channel))
        for channel in Channel.outside()
        if not channel.is_last_resort
        and channel not in accepted
        and points[channel].is_ready
        and (purpose, channel) in WORDINGS
    ]


def sent(notice: Notice) -> list[SentNotice]:
    """The last attempt of each message that carried it. Read through the recipient's index."""
    rows = Delivery.objects.filter(recipient=notice.citizen_id, notice_ids__contains=[notice.pk])
    last = {(row.channel, row.group): row for row in rows.order_by("attempt", "pk")}
    return [SentNotice(Channel(row.channel), *said_of(row)) for row in last.values()]


CARRIER = Carrier(ready, offers, sent)
