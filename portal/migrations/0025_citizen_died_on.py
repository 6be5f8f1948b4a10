"""The day a person died, from which nothing leaves to them any more."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("portal", "0024_set_aside")]

    operations = [
        migrations.AddField(
            model_name="citizen",
            name="died_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="date du décès"),
        ),
        migrations.AddConstraint(
            model_name="citizen",
            constraint=models.CheckConstraint(
                condition=Q(died_on=None) | Q(birth_date=None) | Q(died_on__gte=F("birth_date")),
                name="citizen_dies_after_birth",
                violation_error_message="La date du décès ne peut pas précéder la naissance.",
            ),
        ),
    ]
