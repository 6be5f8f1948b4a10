"""A portal without a provider of text messages (SMS=off)."""

from portal.consents.models import Channel
from reminders.deliveries.outlets import outlets


def test_text_messages_are_no_channel_of_the_engine(settings):
    with_them = {outlet.channel for outlet in outlets()}
    settings.SMS_IS_OFF = True
    assert with_them - {outlet.channel for outlet in outlets()} == {Channel.SMS}
