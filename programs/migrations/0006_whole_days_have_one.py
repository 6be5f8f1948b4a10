"""Of days known in full, the last possible one is the first."""

from django.db import migrations
from django.db.models import F

DAYS = ("birth_date", "crime_date", "road_accident_date", "spouse_birth_date", "work_injury_date")


def copy(apps, schema_editor):
    profiles = apps.get_model("programs", "Profile").objects.using(schema_editor.connection.alias)
    profiles.update(**{f"{day}_last": F(day) for day in DAYS})


class Migration(migrations.Migration):
    dependencies = [("programs", "0005_last_possible_days")]

    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
