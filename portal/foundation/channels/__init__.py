"""Bare senders: an address and a text in, accepted or `ChannelError` out. No policy, no sentence, no database.

Sign-in codes and security alerts go straight through them; everything else is decided by `reminders`.
"""

import datetime as dt


class ChannelError(Exception):
    """A provider did not accept a message.

    `permanent`: it will not be accepted, however often it leaves.
    `retry_after`: the provider asked to wait that long.
    `uncertain`: the provider may have accepted it (the line was cut after the request left); resend only where a
    repetition is recognisable (e-mail, by its Message-ID), never an SMS.
    `undeliverable`: the provider says that the address or the number itself takes no message (it does not exist), which
    a refusal for any other reason (content, policy, full mailbox) does not say.
    """

    def __init__(
        self,
        code: str,
        *,
        permanent: bool = False,
        retry_after: dt.timedelta | None = None,
        uncertain: bool = False,
        undeliverable: bool = False,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.retry_after = retry_after
        self.uncertain = uncertain
        self.undeliverable = undeliverable
