"""Every model of the app, for Django; each lives with its noun."""

from programs.counts.models import ProgramCount
from programs.facts.models import FactDefinition
from programs.findings.models import Finding
from programs.letters.models import ResultLetter
from programs.life_events.models import LifeEvent
from programs.profiles.models import Alias, Due, Owner, Profile, Prospect, Standing
from programs.programs.models import Program
from programs.prompts.models import Prompt
from programs.scans.models import Slot
from programs.shares.models import FindingShare
from programs.situations.models import Asked, Fact, Situation
from programs.versions.models import ProgramVersion

__all__ = [
    "Alias",
    "Asked",
    "Due",
    "Fact",
    "FactDefinition",
    "Finding",
    "FindingShare",
    "LifeEvent",
    "Owner",
    "Profile",
    "Program",
    "ProgramCount",
    "ProgramVersion",
    "Prompt",
    "Prospect",
    "ResultLetter",
    "Situation",
    "Slot",
    "Standing",
]
