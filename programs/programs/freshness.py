"""What the public is told of a record's age: the organization's work list says the same to those who mend it. Pure."""

from datetime import date

from django.utils.translation import gettext as _

from portal.clock import day_of
from programs.programs.models import Program
from programs.programs.upkeep import FRESH_FOR, last_year


def doubt_words(program: Program, today: date) -> str:
    """One sentence, or nothing: a period that is over first, then a page not checked for a year."""
    year = last_year(program.holds_for)
    if year is not None and year < today.year:
        words = _("Les chiffres valent pour %(period)s, et cette période est passée : vérifiez-les avant d’agir.")
        return words % {"period": program.holds_for}
    if day_of(program.reviewed_at or program.updated_at) < today - FRESH_FOR:
        return _("Cette page n’a pas été vérifiée depuis plus d’un an : vérifiez auprès de l’organisme avant d’agir.")
    return ""
