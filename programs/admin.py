"""Every admin of the app, for Django; each lives with its noun."""

from programs.facts.admin import FactDefinitionAdmin
from programs.letters.admin import ResultLetterAdmin
from programs.life_events.admin import LifeEventAdmin
from programs.prompts.admin import PromptAdmin
from programs.shares.admin import FindingShareAdmin
from programs.versions.admin import ProgramAdmin

__all__ = [
    "FactDefinitionAdmin",
    "FindingShareAdmin",
    "LifeEventAdmin",
    "ProgramAdmin",
    "PromptAdmin",
    "ResultLetterAdmin",
]
