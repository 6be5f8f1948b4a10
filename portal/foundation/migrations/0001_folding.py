"""Compare words without accents, capitals and spelling: the function and the extension of every search."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

from portal.foundation.words.folding import function_sql
from portal.foundation.words.ordering import SQL as ORDER_SQL


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        TrigramExtension(),
        migrations.RunSQL(function_sql("public"), "DROP FUNCTION public.fold_words"),
        migrations.RunSQL(ORDER_SQL, "DROP FUNCTION public.french_order"),
    ]
