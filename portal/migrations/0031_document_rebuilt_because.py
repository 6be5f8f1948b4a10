"""Why a file is served rebuilt: pictures always were, PDFs may be."""

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import F


def name_pictures(apps, schema_editor):
    """Pictures were made again since the first day: their rows now say so."""
    rows = apps.get_model("portal", "Document").objects.using(schema_editor.connection.alias)
    documents = rows.filter(state="available")
    documents.exclude(served_sha256=F("received_sha256")).update(rebuilt_because=["picture"])


class Migration(migrations.Migration):
    dependencies = [("portal", "0030_number_patterns")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="rebuilt_because",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), db_default=[], default=list, size=None
            ),
        ),
        migrations.RunPython(name_pictures, migrations.RunPython.noop),
    ]
