"""A ballot is what the page says it is about, signed: nobody votes for a page that was never shown."""

from dataclasses import asdict, dataclass

from django.core import signing

_SALT = "portal.votes"


class NotABallot(ValueError):
    """Altered, or made by somebody else."""


@dataclass(frozen=True)
class Ballot:
    subject_type: str
    subject_id: str
    title: str
    organization: str = ""

    @property
    def sealed(self) -> str:
        return signing.dumps(asdict(self), salt=_SALT, compress=True)


def read(sealed: str) -> Ballot:
    """Raises NotABallot."""
    try:
        return Ballot(**signing.loads(sealed, salt=_SALT))
    except (signing.BadSignature, TypeError) as error:
        raise NotABallot from error
