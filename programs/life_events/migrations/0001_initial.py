import uuid

from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("programs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LifeEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                ("title_fr", models.CharField(max_length=200, verbose_name="titre")),
                ("title_en", models.CharField(max_length=200, verbose_name="titre (anglais)")),
                ("summary_fr", models.TextField(blank=True, verbose_name="résumé")),
                ("summary_en", models.TextField(blank=True, verbose_name="résumé (anglais)")),
                ("facts_to_confirm", models.JSONField(blank=True, default=list, verbose_name="faits à confirmer")),
                ("deadlines", models.JSONField(blank=True, default=list, verbose_name="échéances")),
                ("transfers", models.JSONField(blank=True, default=list, verbose_name="transferts possibles")),
                ("updated_at", models.DateTimeField(default=portal.clock.now, verbose_name="modifié")),
                (
                    "programs",
                    models.ManyToManyField(
                        related_name="life_events", to="programs.program", verbose_name="programmes"
                    ),
                ),
            ],
            options={
                "verbose_name": "événement de vie",
                "verbose_name_plural": "événements de vie",
                "ordering": ["position", "code"],
            },
        ),
    ]
