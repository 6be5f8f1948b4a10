"""Why the ledger refuses."""

from collections.abc import Sequence
from typing import Any


class EditedMeanwhile(Exception):
    """Somebody else wrote this draft since it was read."""


class VersionClosed(Exception):
    """It was published, replaced or given up meanwhile, or written since it was read."""


class NeedsAnotherPerson(Exception):
    """So many people are concerned, or so delicate are the words, that one asks and another approves."""


class BadFile(ValueError):
    """A file that is not of the noun’s schema: `problems` say where and why, in words for people."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class VersionRefused(Exception):
    """What is written cannot be published: `remarks` says why."""

    def __init__(self, remarks: Sequence[Any]) -> None:
        super().__init__(f"{len(remarks)} remarks")
        self.remarks = remarks
