"""Attempts of unknown outcome are counted apart from the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0011_sheets_and_keyed_requests")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="ambiguous_attempts",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, editable=False, verbose_name="essais dont on ignore l’issue"
            ),
        ),
    ]
