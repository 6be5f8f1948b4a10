"""Names in French order, the same on every machine: «Émile» between «Eric» and «Estelle».

PostgreSQL has a French collation only where it was built with ICU (the embedded one was not), and an index made under
one version of a collation is wrong under the next. The order is therefore a column that the database computes, compared
sign by sign: the folded names, then, where these are equal, accents from the last one on, as Canadian French does
(cote, côte, coté, côté).
"""

from django.db import models
from django.db.models import F, Func
from django.db.models.options import Options

from portal.foundation.words.folding import fold

SQL = """
CREATE OR REPLACE FUNCTION public.french_order(name text, other_name text DEFAULT '') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
  SELECT public.fold_words(name) || chr(1) || public.fold_words(other_name)
      || chr(1) || reverse(name) || chr(1) || reverse(other_name)
$body$
"""


def french_order(name: str, other_name: str = "") -> str:
    """Return what the column holds, for names that Python sorts."""
    return "\x01".join([fold(name), fold(other_name), name[::-1], other_name[::-1]])


def ordered_by(*columns: str) -> models.GeneratedField:
    """Return the column that sorts by one name, or by two read as one."""
    return models.GeneratedField(
        expression=Func(*map(F, columns), function="french_order"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
        editable=False,
    )


def sorting_column(options: Options, name: str) -> str:
    """Return the column by which a list sorts one that it shows: «name_fr» by `name_order`, when the table has it."""
    order = f"{name.removesuffix('_fr')}_order"
    return order if any(field.name == order for field in options.fields) else name
