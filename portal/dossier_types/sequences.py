"""Giving a number to a dossier."""

from django.db.models import F

from portal.clock import today
from portal.dossier_types.models import DossierType, NumberSequence
from portal.dossier_types.numbers import is_yearly, number_of


def next_number(dossier_type: DossierType) -> str:
    """Take the next number of a type; two openings at once wait for each other. Called in a transaction."""
    pattern, this_year = dossier_type.number_pattern, today().year
    row, _is_new = NumberSequence.objects.get_or_create(
        dossier_type=dossier_type, year=this_year if is_yearly(pattern) else 0
    )
    NumberSequence.objects.filter(pk=row.pk).update(last=F("last") + 1)
    row.refresh_from_db(fields=["last"])
    return number_of(pattern, year=this_year, rank=row.last)
