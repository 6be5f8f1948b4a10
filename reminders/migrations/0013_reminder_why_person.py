"""A reminder may be cancelled because nothing is sent to its person any more."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("reminders", "0012_delivery_ambiguous_attempts")]

    operations = [
        migrations.AlterField(
            model_name="reminder",
            name="why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("act", "ce n’était plus à faire"),
                    ("consent", "la personne ne veut plus de rappels"),
                    ("person", "plus rien n’est envoyé à cette personne"),
                    ("late", "il n’était plus utile"),
                    ("unreached", "aucun moyen ne joint la personne"),
                ],
                max_length=16,
                verbose_name="raison",
            ),
        ),
        migrations.RemoveConstraint(model_name="reminder", name="reminder_why"),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=Q(state__in=["planned", "sent"], why="")
                | Q(state="cancelled", why__in=["act", "consent", "person"])
                | Q(state="missed", why__in=["late", "unreached"]),
                name="reminder_why",
            ),
        ),
    ]
