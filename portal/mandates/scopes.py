"""What each kind of mandate covers, beyond seeing the person's file and doing their acts there."""

from enum import StrEnum

from portal.mandates.models import Mandate


class Scope(StrEnum):
    CHOICES = "choices"
    """Saying what the person receives and by which channel."""
    CONTACT = "contact"
    """Writing where the person is reached: their address, their telephone, their hours."""


_COVERED = {
    # Who holds parental authority, and who represents by law, answer for the minor's or the adult's own consent
    # (Access Act, s. 53.1; a. 192, 258 C.C.Q.).
    Mandate.Kind.PARENT: frozenset(Scope),
    Mandate.Kind.LEGAL: frozenset(Scope),
    # A helper was chosen by the person, who is told of each choice and undoes it in two clicks. Where the person is
    # reached stays theirs: whoever turned their messages away would also hide it.
    Mandate.Kind.HELPER: frozenset({Scope.CHOICES}),
}


def is_told(mandate: Mandate) -> bool:
    """Whether the person learns what the holder does: a child without an account has nobody else to tell."""
    return mandate.kind != Mandate.Kind.PARENT or mandate.citizen.user_id is not None


def covers(mandate: Mandate, scope: Scope) -> bool:
    return scope in _COVERED[Mandate.Kind(mandate.kind)]
