"""Many messages over one connection, their commands sent together where the relay allows it."""

import pytest

from portal.foundation.channels import ChannelError
from portal.foundation.channels.smtp import Envelope

ONE, TWO, THREE = (Envelope(b"r@relais.example", f"p{number}@x.example".encode()) for number in (1, 2, 3))
COMMANDS = "MAIL RCPT DATA".split()


def words(burst: list[str]) -> list[str]:
    return [line.split()[0] for line in burst]


async def refused(sending) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        await sending
    return caught.value


def test_the_next_message_is_announced_with_the_end_of_the_last(pipe):
    async def work(served):
        relay = served.relay()
        await relay.send(ONE, b"un\r\n", TWO)
        await relay.send(TWO, b"deux\r\n")
        await relay.close()

    served = pipe(work)
    assert served.accepted == [b"un", b"deux"] and served.connections == 1
    assert [words(burst) for burst in served.heard[1:]] == [COMMANDS, [".", *COMMANDS], ["."], ["QUIT"]]
    assert "BODY=8BITMIME" in served.heard[1][0]


def test_a_relay_that_does_not_pipeline_is_waited_for(pipe):
    async def work(served):
        relay = served.relay()
        await relay.send(ONE, b"un\r\n", TWO)
        await relay.send(TWO, b"deux\r\n")

    served = pipe(work, offers="250 pipe")
    assert served.accepted == [b"un", b"deux"]
    assert all(len(burst) == 1 for burst in served.heard)


@pytest.mark.parametrize(
    ("answers", "code", "permanent", "connections"),
    [
        ([("RCPT", "550 inconnu"), ("DATA", "503 personne")], "550", True, 1),
        ([("RCPT", "550 inconnu")], "550", True, 2),  # it goes on to DATA all the same: the line is of no use
        ([("RCPT", "450 plus tard"), ("DATA", "503 personne")], "450", False, 1),
        ([("MAIL", "553 vous"), ("RCPT", "503 ?"), ("DATA", "503 ?")], "553", False, 1),
        ([(".", "554 refusé")], "554", True, 1),
        ([(".", "451 plus tard")], "451", False, 1),
        ([(".", "421 adieu")], "421", False, 2),
    ],
)
def test_what_is_refused_says_why_and_the_next_one_leaves(pipe, answers, code, permanent, connections):
    async def work(served):
        relay = served.relay()
        error = await refused(relay.send(ONE, b"un\r\n"))
        assert (error.code, error.permanent, error.uncertain) == (code, permanent, False)
        await relay.send(TWO, b"deux\r\n")

    served = pipe(work, answers=answers)
    assert served.accepted == [b"deux"] and served.connections == connections


def test_cut_before_the_end_nothing_was_accepted_after_it_nobody_knows(pipe):
    async def work(result):
        relay = result.relay()
        assert not (await refused(relay.send(ONE, b"un\r\n"))).uncertain
        assert (await refused(relay.send(ONE, b"un\r\n"))).uncertain
        await relay.send(ONE, b"un\r\n")

    assert pipe(work, answers=[("RCPT", "cut"), (".", "cut")]).accepted == [b"un"]


def test_a_relay_that_closes_an_old_connection_costs_nothing(pipe):
    async def work(served):
        relay = served.relay()
        await relay.send(ONE, b"un\r\n")
        served.answers = [("MAIL", "421 assez")]
        await relay.send(TWO, b"deux\r\n")

    served = pipe(work)
    assert served.accepted == [b"un", b"deux"] and served.connections == 2


def test_another_message_than_the_announced_one_takes_another_line(pipe):
    async def work(served):
        relay = served.relay()
        await relay.send(ONE, b"un\r\n", TWO)
        await relay.send(THREE, b"trois\r\n")

    served = pipe(work)
    assert served.accepted == [b"un", b"trois"] and served.connections == 2


def test_a_silence_is_not_waited_for_for_ever(pipe):
    async def work(result):
        relay = result.relay()
        error = await refused(relay.send(ONE, b"un"))  # no end of line: the dot is not seen
        assert (error.code, error.uncertain) == ("timeout", True)

    pipe(work)


@pytest.mark.parametrize(("offers", "expected"), [("AUTH PLAIN", "AUTH PLAIN AHIAcw=="), ("AUTH LOGIN", "AUTH LOGIN")])
def test_it_signs_in_and_a_refusal_says_nothing_of_the_message(pipe, settings, offers, expected):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "r", "s"

    async def work(result):
        error = await refused(result.relay().send(ONE, b"un\r\n"))
        assert (error.code, error.permanent) == ("535", False)

    relay = pipe(work, offers=f"250-pipe\r\n250 {offers}", answers=[("AUTH", "535 non")])
    assert relay.heard[1] == [expected]


def test_no_clear_text_when_encryption_was_asked_for(pipe, settings):
    settings.EMAIL_USE_TLS = True

    async def work(result):
        assert (await refused(result.relay().send(ONE, b"un\r\n"))).code == "454"

    assert not pipe(work).accepted


def test_no_relay_at_all(pipe, settings):
    async def work(result):
        settings.EMAIL_PORT = 9
        assert (await refused(result.relay().open())).code == "unreachable"

    pipe(work)


def test_a_final_dot_is_waited_for_longer_than_a_command(pipe, settings):
    async def work(result):
        settings.EMAIL_FINAL_TIMEOUT = 2
        await result.relay().send(ONE, b"un\r\n")

    relay = pipe(work, answers=[(".", "late")])
    assert relay.accepted == [b"un"]


@pytest.mark.parametrize(
    ("answers", "undeliverable"),
    [
        ([("RCPT", "550 5.1.1 inconnu"), ("DATA", "503 personne")], True),
        ([(".", "550-5.1.1 inconnu\r\n550 5.1.1 ici")], True),
        ([("RCPT", "554 5.7.1 politique"), ("DATA", "503 personne")], False),
        ([("MAIL", "550 5.1.1 vous"), ("RCPT", "503 ?"), ("DATA", "503 ?")], False),
    ],
)
def test_only_a_recipient_that_does_not_exist_is_condemned(pipe, answers, undeliverable):
    async def work(result):
        assert (await refused(result.relay().send(ONE, b"un\r\n"))).undeliverable is undeliverable

    pipe(work, answers=answers)
