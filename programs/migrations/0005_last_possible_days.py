"""A day known in part has a first and a last one that it may be."""

from django.db import migrations, models

DAYS = ("birth_date", "crime_date", "road_accident_date", "spouse_birth_date", "work_injury_date")


class Migration(migrations.Migration):
    dependencies = [("programs", "0004_prompts_and_letters")]

    operations = [
        migrations.AddField(model_name="profile", name=f"{day}_last", field=models.IntegerField(null=True))
        for day in DAYS
    ]
