import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "name_fr",
                    models.CharField(
                        help_text="Comme les gens le disent\xa0: «\xa0J’ai déménagé\xa0», «\xa0J’ai perdu ma carte\xa0».",
                        max_length=120,
                        verbose_name="sujet",
                    ),
                ),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="sujet en anglais")),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        help_text="Séparés par des virgules. La recherche les trouve; personne ne les lit.",
                        max_length=300,
                        verbose_name="autres mots que les gens écrivent",
                    ),
                ),
                (
                    "is_offered",
                    models.BooleanField(
                        default=True,
                        help_text="Décoché\xa0: personne ne le voit plus. Rien de ce qui est écrit ne change.",
                        verbose_name="proposé",
                    ),
                ),
                (
                    "name_order",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("name_fr"), function="french_order"),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topics",
                        to="organizations.team",
                        verbose_name="équipe qui répond",
                    ),
                ),
            ],
            options={
                "verbose_name": "sujet de message",
                "verbose_name_plural": "sujets de message",
                "ordering": ["name_order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("team", "name_fr"),
                        name="topic_name_once",
                        violation_error_message="Cette équipe a déjà ce sujet.",
                    )
                ],
            },
        ),
    ]
