"""The remedy of a decision: a message begun from it, in its dossier."""

from typing import Any
from uuid import UUID

from portal.dossiers.models import DossierDecision
from portal.people.models import User


def contesting(key: str, *, by: User) -> dict[str, Any]:
    """Return the object with which the form opens: the name of the remedy; nothing for a decision that the account does
    not see, or that is withdrawn."""
    try:
        decision = DossierDecision.objects.visible_to(by).in_force().filter(pk=UUID(key)).first()
    except ValueError:
        return {}
    return {"subject": decision.remedy_name} if decision and decision.remedy_name else {}
