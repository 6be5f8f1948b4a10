"""Every model of the app, for Django; each lives with its noun."""

from programs.facts.models import FactDefinition
from programs.findings.models import Finding
from programs.life_events.models import LifeEvent
from programs.profiles.models import Alias, Due, Owner, Profile, Prospect, Standing
from programs.programs.models import Program
from programs.scans.models import Slot
from programs.situations.models import Fact, Situation

__all__ = [
    "Alias",
    "Due",
    "Fact",
    "FactDefinition",
    "Finding",
    "LifeEvent",
    "Owner",
    "Profile",
    "Program",
    "Prospect",
    "Situation",
    "Slot",
    "Standing",
]
