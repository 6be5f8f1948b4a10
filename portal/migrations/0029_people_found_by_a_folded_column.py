"""The folded columns by which people, accounts and dossier numbers are found, computed by functions of the database.

The tables of people, accounts and dossiers are rewritten once.
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models.functions import Replace

from portal.people.searchable import PERSON_SQL
from portal.words.folding import function_sql

_PERSON = ("email", "family_name", "given_name", "phone", "postal_address", "birth_date", "birth_year", "birth_month")
_UNDO = "DROP FUNCTION public.fold_person; DROP FUNCTION public.fold_words"


def _folded(*columns: str) -> models.GeneratedField:
    expression = models.Func(*map(models.F, columns), function="fold_person")
    return models.GeneratedField(
        db_persist=True, editable=False, expression=expression, output_field=models.TextField()
    )


def _trigrams(model: str, column: str, name: str) -> migrations.AddIndex:
    return migrations.AddIndex(model, GinIndex(OpClass(column, name="gin_trgm_ops"), name=name))


class Migration(migrations.Migration):
    dependencies = [("portal", "0028_incomplete_birth_dates")]

    operations = [
        migrations.RunSQL([function_sql("public"), PERSON_SQL], _UNDO),
        migrations.AddField("citizen", "search_text", _folded(*_PERSON)),
        migrations.AddField("user", "search_text", _folded("email", "display_name")),
        migrations.AddField(
            "dossier",
            "number_folded",
            models.GeneratedField(
                db_persist=True,
                editable=False,
                expression=Replace(
                    models.Func(models.F("number"), function="fold_words"), models.Value(" "), models.Value("")
                ),
                output_field=models.TextField(),
            ),
        ),
        _trigrams("citizen", "search_text", "citizen_search_text"),
        _trigrams("user", "search_text", "user_search_text"),
        _trigrams("dossier", "number_folded", "dossier_number_folded"),
    ]
