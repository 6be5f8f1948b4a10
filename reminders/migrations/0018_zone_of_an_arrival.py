"""The zone of one appointment's hour, as the organization sends it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0017_stop_is_confirmed")]

    operations = [
        migrations.AddField(
            model_name="arrival",
            name="time_zone",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="fuseau de l’heure"
            ),
        ),
    ]
