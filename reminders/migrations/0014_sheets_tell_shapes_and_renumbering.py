"""What the dry run of a file tells of its client numbers: their shapes, and the references that change number."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0013_reminder_why_person")]

    operations = [
        migrations.AddField(
            model_name="sheet",
            name="renumbering",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="sheet",
            name="may_renumber",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="les changements de numéro sont voulus"
            ),
        ),
        migrations.AddField(
            model_name="sheet",
            name="renumbered",
            field=models.PositiveIntegerField(default=0, verbose_name="numéros de client changés"),
        ),
        migrations.AddField(model_name="sheet", name="shapes", field=models.JSONField(default=list, editable=False)),
    ]
