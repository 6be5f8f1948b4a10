"""Every model of the app, for Django; each lives with its noun."""

from programs.facts.models import FactDefinition
from programs.findings.models import Finding
from programs.life_events.models import LifeEvent
from programs.programs.models import Program
from programs.situations.models import Fact, Situation

__all__ = ["Fact", "FactDefinition", "Finding", "LifeEvent", "Program", "Situation"]
