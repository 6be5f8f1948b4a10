import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("programs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgramSlot",
            fields=[
                ("number", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "program",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.program"
                    ),
                ),
            ],
            options={
                "verbose_name": "place d’un programme",
                "verbose_name_plural": "places des programmes",
                "ordering": ["number"],
            },
        ),
    ]
