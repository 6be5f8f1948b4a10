"""Where the hour of an appointment is, and how many times it changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0014_sheets_tell_shapes_and_renumbering"),
    ]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="sequence",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="deadline",
            name="time_zone",
            field=models.CharField(blank=True, db_default="", default="", max_length=40, verbose_name="fuseau du lieu"),
        ),
        migrations.AlterField(
            model_name="deadline",
            name="due_time",
            field=models.TimeField(
                blank=True,
                help_text="Heure du lieu d’un rendez-vous; vide: jusqu’à la fin du jour.",
                null=True,
                verbose_name="heure",
            ),
        ),
    ]
