"""The column by which people are found: one text, computed by the database whatever writes the row.

It holds, each after a space: the folded names, then each name in one word («obrien»), the e-mail address as it is and
folded, the digits of the telephone, the Canadian postal code in small letters («g1r2b5»), and the birth date after a
star («*19610501», «*196105», «*1961»). All of it is in clear in its own column: nothing sealed is repeated here.
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Replace

# Arguments are named as columns are; those that an account has not are left out.
PERSON_SQL = """
CREATE OR REPLACE FUNCTION public.fold_person(
    email text, family_name text, given_name text DEFAULT '', phone text DEFAULT '', postal_address text DEFAULT '',
    birth_date date DEFAULT NULL, birth_year smallint DEFAULT NULL, birth_month smallint DEFAULT NULL
) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $body$
DECLARE
    given text := public.fold_words(given_name);
    family text := public.fold_words(family_name);
    code text := substring(upper(postal_address COLLATE "C") from '[A-Z][0-9][A-Z][ -]*[0-9][A-Z][0-9]');
    born_in int := coalesce(extract(year FROM birth_date)::int, birth_year);
    month int := coalesce(extract(month FROM birth_date)::int, birth_month);
    born text := '';
BEGIN
    IF born_in IS NOT NULL THEN
        born := ' *' || lpad(born_in::text, 4, '0') || coalesce(lpad(month::text, 2, '0'), '')
            || coalesce(lpad(extract(day FROM birth_date)::int::text, 2, '0'), '');
    END IF;
    RETURN ' ' || given || ' ' || family || ' ' || replace(given, ' ', '') || ' ' || replace(family, ' ', '')
        || ' ' || lower(email COLLATE "C") || ' ' || public.fold_words(email)
        || ' ' || regexp_replace(phone, '[^0-9]', '', 'g')
        || ' ' || lower(regexp_replace(coalesce(code, ''), '[^A-Z0-9]', '', 'g')) || born || ' ';
END
$body$
"""


def folded_person(*columns: str) -> models.GeneratedField:
    """Return the searched column of a table, from its columns in the order of `fold_person`'s arguments."""
    return models.GeneratedField(
        expression=Func(*map(F, columns), function="fold_person"),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )


def folded_number(column: str) -> models.GeneratedField:
    """Return a column that holds a number in one folded word: «SAAQ-2026 001» → «saaq2026001»."""
    words = Func(F(column), function="fold_words")
    return models.GeneratedField(
        expression=Replace(words, Value(" "), Value("")),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )


def trigrams(column: str, name: str) -> GinIndex:
    """Return the index that serves parts of words and typing errors."""
    return GinIndex(OpClass(column, name="gin_trgm_ops"), name=name)
