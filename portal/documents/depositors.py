"""Who may send a file with a form: every account, and whom an app above registers here, by what it knows of the
request. Anybody else's files are not even read."""

from collections.abc import Callable

from django.http import HttpRequest

_known: dict[str, Callable[[HttpRequest], bool]] = {}


def register(name: str, is_known: Callable[[HttpRequest], bool]) -> None:
    _known[name] = is_known


def may_deposit(request: HttpRequest | None) -> bool:
    """Return whether the files of this request are received."""
    user = getattr(request, "user", None)
    if request is None or user is None:
        return False
    return user.is_authenticated or any(is_known(request) for is_known in _known.values())
