"""What apps above do once a person agreed on a number: each registers its action, by name, when it starts."""

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from portal.client_numbers.models import ClientNumber
    from portal.people.models import User

_actions: list[str] = []


def register(action: str) -> None:
    """Add an action (`number=`, `by=`), once however many times its app starts in a process."""
    if action not in _actions:
        _actions.append(action)


def open_what_waited(*, number: "ClientNumber", by: "User") -> None:
    """Open what waited under this number, inside the transaction that agreed on it."""
    for action in _actions:
        import_string(action)(number=number, by=by)
