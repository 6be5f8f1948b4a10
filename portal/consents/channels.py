"""`Channel`: which ways of reaching a person exist, in which order they are tried, what the rules ask of each.

An app adds one with `Channel.register` from its `ready`; lists, forms and statements read the registry each time, and
name no channel that they do not treat apart. The database does not check the values of the columns: a CHECK would list
the channels of one installation, and adding one would need a migration of every table that names it. A code is checked
here when it is registered, and nothing builds a `Channel` that is not: rows are written with registered ones.
"""

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_CODE = re.compile(r"[a-z][a-z_]{1,15}")
"""It stands between quotes in SQL statements, in names of fields, and fits the columns (16 characters)."""


class _Channels(type):
    """What `Channel` is besides one channel: all of them, in their order."""

    _registered: dict[str, "Channel"]

    def __iter__(cls) -> Iterator["Channel"]:
        return iter(sorted(cls._registered.values(), key=lambda channel: channel.rank))

    def __len__(cls) -> int:
        return len(cls._registered)

    @property
    def values(cls) -> list[str]:
        return [str(channel) for channel in cls]


class Channel(str, metaclass=_Channels):
    """One channel; equal to its code. `Channel("email")` finds it and raises ValueError for a code of none."""

    INBOX: ClassVar["Channel"]
    EMAIL: ClassVar["Channel"]
    SMS: ClassVar["Channel"]
    LETTER: ClassVar["Channel"]
    PHONE: ClassVar["Channel"]
    _registered: ClassVar[dict[str, "Channel"]] = {}

    label: str | Promise
    """How a message comes: «par courriel»."""
    rank: int
    """Its place among all: in lists, and in the order in which they are tried."""
    is_outside: bool
    """Leaves the portal: needs a contact point. The secure inbox is read after signing in."""
    is_digital: bool
    """Counted by the indicator as a digital reminder."""
    is_last_resort: bool
    """Used only where no other outside channel that the person chose can reach them: paper and voice cost work."""
    offers_test_message: bool
    """The person may ask for a test message."""

    def __new__(cls, code: str) -> "Channel":
        try:
            return cls._registered[code]
        except KeyError:
            raise ValueError(f"{code!r} is no registered channel") from None

    def __reduce__(self) -> tuple[type["Channel"], tuple[str]]:
        return Channel, (str(self),)

    def __deepcopy__(self, memo: dict[int, Any]) -> "Channel":
        return self

    @property
    def value(self) -> str:
        return str(self)

    @classmethod
    def register(
        cls,
        code: str,
        label: str | Promise,
        *,
        rank: int,
        is_outside: bool = True,
        is_digital: bool = False,
        is_last_resort: bool = False,
        offers_test_message: bool = False,
    ) -> "Channel":
        """Add a channel; the same code again replaces its description. Raises ValueError for a code that would not fit
        and for the rank of another one."""
        if not _CODE.fullmatch(code) or any(one.rank == rank for one in cls if one != code):
            raise ValueError(f"the code or the rank of channel {code!r} cannot be registered")
        channel = str.__new__(cls, code)
        channel.label, channel.rank = label, rank
        channel.is_outside, channel.is_digital = is_outside, is_digital
        channel.is_last_resort, channel.offers_test_message = is_last_resort, offers_test_message
        cls._registered[code] = channel
        return channel

    @classmethod
    def choices(cls) -> list[tuple[str, str | Promise]]:
        """For model and form fields, which call it each time: no migration depends on what is registered."""
        return [(str(channel), channel.label) for channel in cls]

    @classmethod
    def outside(cls) -> list["Channel"]:
        return [channel for channel in cls if channel.is_outside]

    @classmethod
    def digital(cls) -> list[str]:
        """Codes, as SQL takes them."""
        return [str(channel) for channel in cls if channel.is_digital]


Channel.INBOX = Channel.register(
    "inbox", _("dans mon espace Relais"), rank=0, is_outside=False, is_digital=True, offers_test_message=True
)
Channel.EMAIL = Channel.register("email", _("par courriel"), rank=10, is_digital=True, offers_test_message=True)
Channel.SMS = Channel.register("sms", _("par message texte"), rank=20, is_digital=True, offers_test_message=True)
Channel.LETTER = Channel.register("letter", _("par la poste"), rank=30, is_last_resort=True)
Channel.PHONE = Channel.register("phone", _("par téléphone"), rank=40, is_last_resort=True)
