"""A notice is read when what it tells of is opened, from wherever: no page says «non lu» of what was just read.

The inbox stands in an app above, which registers here how it marks its own.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from portal.people.models import User

Reader = Callable[..., None]
"""Takes `subject` and `by`, named."""
_readers: dict[str, Reader] = {}


def register(name: str, reader: Reader) -> None:
    _readers[name] = reader


def opened(subject: models.Model, *, by: "User") -> None:
    """This account opened the page of `subject`."""
    for reader in _readers.values():
        reader(subject=subject, by=by)
