"""Bare senders: an address and a text in, accepted or `ChannelError` out. No policy, no sentence, no database.

Sign-in codes and security alerts go straight through them; everything else is decided by `reminders`.
"""

import datetime as dt


class ChannelError(Exception):
    """A provider did not accept a message.

    `permanent`: this address will never accept it. `retry_after`: the provider asked to wait that long.
    `uncertain`: the provider may have accepted it (the line was cut after the request left); resend only where a
    repetition is recognisable (e-mail, by its Message-ID), never an SMS.
    """

    def __init__(
        self,
        code: str,
        *,
        permanent: bool = False,
        retry_after: dt.timedelta | None = None,
        uncertain: bool = False,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.retry_after = retry_after
        self.uncertain = uncertain
