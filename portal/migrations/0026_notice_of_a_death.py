"""Helpers are told of a death, and of its undoing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0025_citizen_died_on")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("message", "nouveau message"),
                    ("document", "nouveau document"),
                    ("finding", "nouvelle piste"),
                    ("request", "pièce demandée"),
                    ("trial", "essai"),
                    ("choices", "choix faits par un représentant"),
                    ("death", "décès noté"),
                    ("death_undone", "décès retiré"),
                ],
                max_length=16,
                verbose_name="nature",
            ),
        ),
    ]
