"""The time zone of an organization and of a team: the hour of their appointments is of there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0033_phone_extension"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="time_zone",
            field=models.CharField(
                choices=[
                    ("America/Toronto", "Heure de l’Est (presque tout le Québec)"),
                    ("America/Halifax", "Heure de l’Atlantique (Îles-de-la-Madeleine)"),
                    ("America/Blanc-Sablon", "Basse-Côte-Nord, à l’est de Natashquan (sans heure d’été)"),
                ],
                db_default="America/Toronto",
                default="America/Toronto",
                help_text="L’heure d’un rendez-vous est celle de ce lieu.",
                max_length=40,
                verbose_name="fuseau horaire",
            ),
        ),
        migrations.AddField(
            model_name="team",
            name="time_zone",
            field=models.CharField(
                blank=True,
                choices=[
                    ("America/Toronto", "Heure de l’Est (presque tout le Québec)"),
                    ("America/Halifax", "Heure de l’Atlantique (Îles-de-la-Madeleine)"),
                    ("America/Blanc-Sablon", "Basse-Côte-Nord, à l’est de Natashquan (sans heure d’été)"),
                ],
                db_default="",
                default="",
                help_text="Vide\xa0: celui de l’organisme.",
                max_length=40,
                verbose_name="fuseau horaire",
            ),
        ),
    ]
