"""Tells the catalogue's search what the programs say now: whoever changes published words calls this."""

from django.db.models import QuerySet

from portal.catalogue.actions import put, remove
from programs.programs.index import line_of
from programs.programs.models import Program


def tell_the_search(programs: QuerySet[Program]) -> None:
    """The published ones are found; the others are not."""
    listed = list(programs.select_related("organization"))
    put(lines=[line_of(program) for program in listed if program.is_published])
    remove(subjects=[program for program in listed if not program.is_published])
