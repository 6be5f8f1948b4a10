"""Demonstration: the reference data, and Bruno half-way through the questions."""

from datetime import date
from typing import TYPE_CHECKING

from programs.findings.actions import advise
from programs.imports import import_reference
from programs.situations.actions import keep_situation
from programs.situations.models import Situation

if TYPE_CHECKING:
    from portal.people.models import User


def seed(people: "dict[str, User]") -> None:
    """Idempotent: answers kept since by Bruno himself are left alone."""
    import_reference(by=None)
    bruno = people.get("bruno")
    if bruno is None or Situation.objects.filter(citizen=bruno.citizen).exists():
        return
    given = {
        "resident_quebec": True,
        "immigration_status": "citizen",
        "birth_date": bruno.citizen.birth_date or date(1958, 3, 14),
        "children": (),
        "filed_tax_return": True,
    }
    keep_situation(citizen=bruno.citizen, given=given, by=bruno)
    advise(citizen=bruno.citizen, by=bruno)
