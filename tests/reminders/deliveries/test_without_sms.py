"""A portal without a provider of text messages (SMS=off)."""

from portal.consents.models import Channel
from reminders.deliveries.adapters import adapters


def test_text_messages_are_no_channel_of_the_engine(settings):
    with_them = {adapter.channel for adapter in adapters()}
    settings.SMS_IS_OFF = True
    assert with_them - {adapter.channel for adapter in adapters()} == {Channel.SMS}
