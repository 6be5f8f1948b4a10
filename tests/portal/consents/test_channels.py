"""The registry of channels: one definition, from which lists and the choices of columns derive."""

import copy
import pickle

import pytest
from django.apps import apps

from portal.consents.channels import Channel

CODES = ["inbox", "email", "sms", "letter", "phone"]


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(Channel, "_registered", dict(Channel._registered))


def test_channels_are_listed_in_the_order_in_which_they_are_tried():
    assert [channel.value for channel in Channel] == Channel.values == CODES


def test_lists_derive_from_each_description():
    assert Channel.outside() == ["email", "sms", "letter", "phone"] and Channel.digital() == ["inbox", "email", "sms"]
    assert [channel for channel in Channel if channel.is_last_resort] == ["letter", "phone"]


def test_a_registered_channel_takes_its_place_everywhere(registry):
    push = Channel.register("push", "par notification", rank=25, is_digital=True)
    assert Channel.values == ["inbox", "email", "sms", "push", "letter", "phone"]
    assert Channel("push") is push and "push" in Channel.digital() and push in Channel.outside()


def test_every_column_of_a_channel_accepts_one_that_is_registered_later(registry):
    Channel.register("push", "par notification", rank=25)
    columns = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.name == "channel" and "letter" in dict(getattr(field, "flatchoices", ()))
    ]
    assert len(columns) == 5 and all(dict(field.flatchoices)["push"] == "par notification" for field in columns)


@pytest.mark.parametrize("code", ["", "Push", "a-b", "x'; --", "a" * 17])
def test_a_code_that_would_not_fit_a_statement_or_a_column_is_refused(code, registry):
    with pytest.raises(ValueError, match="cannot be registered"):
        Channel.register(code, "", rank=25)


def test_two_channels_never_share_a_place(registry):
    with pytest.raises(ValueError, match="cannot be registered"):
        Channel.register("push", "", rank=Channel.SMS.rank)


def test_a_code_that_nothing_registered_is_no_channel():
    with pytest.raises(ValueError, match="pigeon"):
        Channel("pigeon")


def test_a_copy_of_a_channel_is_the_channel():
    assert pickle.loads(pickle.dumps(Channel.SMS)) is Channel.SMS is copy.deepcopy(Channel.SMS)
