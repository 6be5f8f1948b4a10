"""What a request reads once, whoever asks: kept on the account, which Django makes anew for each request."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from portal.access.visibility import Account

T = TypeVar("T")
_KEPT = "_kept"


def once(user: "Account", name: str, read: Callable[[], T]) -> T:
    """Return what `read` returned the first time that this request asked under that name."""
    kept = user.__dict__.setdefault(_KEPT, {})
    if name not in kept:
        kept[name] = read()
    return kept[name]


def forget(user: "Account") -> None:
    """For what changes what an account sees and goes on with the same object (tests, seeds)."""
    user.__dict__.pop(_KEPT, None)
