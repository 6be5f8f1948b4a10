"""Selections of letters of findings. No agent knows who asked: they are the operation's only."""

from typing import Self

from portal.printing.querysets import ForPrintersQuerySet


class ResultLetterQuerySet(ForPrintersQuerySet):
    def waiting(self) -> Self:
        return self.filter(state="waiting")
