import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("programs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgramCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="jour")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("seen", "vu comme piste"),
                            ("opened", "ouvert: « Vérifier pour moi »"),
                            ("asked", "demandé"),
                        ],
                        max_length=10,
                        verbose_name="étape",
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0, verbose_name="nombre")),
                (
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="programs.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte d’un programme",
                "verbose_name_plural": "comptes des programmes",
                "constraints": [models.UniqueConstraint(fields=("program", "day", "step"), name="program_count_once")],
            },
        ),
    ]
