"""What a mandate covers, beyond seeing what it opens: what its kind allows, and what was agreed."""

from enum import StrEnum

from portal.mandates.models import Mandate, MandateInvitation


class Scope(StrEnum):
    ACT = "act"
    """Writing, sending documents, saying that something is done: every form of the person's place."""
    RECEIVE = "receive"
    """Being notified when the person is reminded."""
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
    Mandate.Kind.HELPER: frozenset(Scope) - {Scope.CONTACT},
}
_OF_THE_WHOLE = frozenset({Scope.CHOICES, Scope.CONTACT})
"""What is the portal's own, and no organization's: a mandate for some organizations does not cover it."""


def is_told(mandate: Mandate) -> bool:
    """Whether the person learns what the holder does: a child without an account has nobody else to tell."""
    return mandate.kind != Mandate.Kind.PARENT or mandate.citizen.user_id is not None


def covers(mandate: Mandate | MandateInvitation, scope: Scope) -> bool:
    if scope not in _COVERED[Mandate.Kind(mandate.kind)]:
        return False
    if scope is Scope.RECEIVE:
        return mandate.receives
    return mandate.may_act and not (mandate.is_limited and scope in _OF_THE_WHOLE)
