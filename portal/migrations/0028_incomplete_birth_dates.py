"""A year, or a month and a year, when that is all that a person knows of their birth."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0027_names_of_any_length")]

    operations = [
        migrations.AddField(
            model_name="citizen",
            name="birth_year",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="année de naissance, sans le jour"
            ),
        ),
        migrations.AddField(
            model_name="citizen",
            name="birth_month",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="mois de naissance, sans le jour"
            ),
        ),
        migrations.AddConstraint(
            model_name="citizen",
            constraint=models.CheckConstraint(
                condition=models.Q(birth_year=None, birth_month=None)
                | models.Q(birth_date=None, birth_year__isnull=False, birth_year__range=(1850, 2200))
                & (models.Q(birth_month=None) | models.Q(birth_month__range=(1, 12))),
                name="citizen_birth_known_in_one_way",
            ),
        ),
    ]
