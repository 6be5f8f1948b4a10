"""Why an agent took a client number away, and the notices that tell of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0034_time_zones_of_places")]

    operations = [
        migrations.AddField(
            model_name="clientnumber",
            name="ended_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("other_person", "c’est le numéro d’une autre personne"),
                    ("mistyped", "le numéro a été mal écrit"),
                    ("old", "la personne n’a plus ce numéro"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=16,
                verbose_name="pourquoi",
            ),
        ),
        migrations.AddConstraint(
            model_name="clientnumber",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_reason", ""), ("ended_at__isnull", False), _connector="OR"),
                name="client_number_reason_of_its_end",
            ),
        ),
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
                    ("date_removed", "date retirée"),
                    ("number_linked", "numéro de client relié"),
                    ("number_unlinked", "numéro de client retiré"),
                ],
                max_length=16,
                verbose_name="nature",
            ),
        ),
    ]
