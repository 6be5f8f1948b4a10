"""A day given to a command."""

from argparse import ArgumentTypeError
from datetime import date

from portal.foundation.formats.cells import strict_day


def day(text: str) -> date:
    """For argparse: the day, or what to write instead. The command ends with 2."""
    try:
        return strict_day(text)
    except ValueError:
        raise ArgumentTypeError(f"« {text} » n’est pas une date. Écrivez-la ainsi : 2027-07-01.") from None
