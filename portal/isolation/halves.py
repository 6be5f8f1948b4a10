"""A statement for many that fails for one: halved again and again, down to those for whom it fails."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import DataError, IntegrityError, transaction

from portal.foundation.crypto import Unsealable

Key = TypeVar("Key")
Result = TypeVar("Result")
_OF_A_VALUE = (
    DataError,
    IntegrityError,
    ValueError,
    LookupError,
    ArithmeticError,
    TypeError,
    AttributeError,
    AssertionError,
    Unsealable,  # a process whose keys are not those of the database does not start (`portal.installation.canary`)
)
A_RUN = 200
"""Failures for one run of a sweep: when everything fails, it is no longer a matter of rows, and a run must end."""


def is_of_a_row(error: Exception) -> bool:
    """Whether what is written in a row explains this failure. A lock, a lost connection, a full disk, a wrong statement
    or a journal that cannot be written would fail for everybody alike: halving would only repeat it."""
    return isinstance(error, _OF_A_VALUE)


def code_of(error: Exception) -> str:
    """Return a code, never a value: PostgreSQL's own (SQLSTATE), or the kind of error."""
    return str(getattr(error.__cause__, "sqlstate", None) or type(error).__name__)[:32]


def run_by_halves(
    keys: Sequence[Key],
    run: Callable[[Sequence[Key]], Result],
    *,
    fail: Callable[[Key, Exception], object],
    most: int | None = None,
) -> list[Result]:
    """Run `run` on all `keys` in one transaction; when it fails for a row's sake, on each half, down to one.

    `fail` is told at once, outside that transaction, of each key that fails by itself. Returns the results of the
    parts that succeeded. What is not of a row (`is_of_a_row`) is raised as it is. `most`: failures after which the
    rest is left to the next run, where there is one."""
    results: list[Result] = []
    failures = 0
    parts = [list(keys)] if keys else []
    while parts and (most is None or failures < most):
        part = parts.pop()
        try:
            with transaction.atomic():
                results.append(run(part))
        except Exception as error:
            if not is_of_a_row(error):
                raise
            if len(part) > 1:
                middle = len(part) // 2
                parts += [part[middle:], part[:middle]]
                continue
            failures += 1
            fail(part[0], error)
    return results
