import django.db.models.deletion
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SetAside",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("work", models.CharField(max_length=40, verbose_name="travail")),
                ("code", models.CharField(max_length=32, verbose_name="code de l’erreur")),
                ("since", models.DateTimeField(default=portal.clock.now, verbose_name="depuis")),
                ("failures", models.PositiveSmallIntegerField(default=1, verbose_name="essais")),
                ("retry_at", models.DateTimeField(verbose_name="prochain essai")),
                (
                    "citizen",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.citizen",
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne mise à part",
                "verbose_name_plural": "Personnes mises à part",
                "ordering": ["since", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("citizen", "work"), name="set_aside_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("work", ""), _negated=True), models.Q(("code", ""), _negated=True)
                        ),
                        name="set_aside_says_what",
                    ),
                ],
            },
        ),
    ]
