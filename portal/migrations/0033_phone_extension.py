"""The extension of a telephone, for calls only; the notice that somebody else confirmed a number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0032_pending_upload"),
    ]

    operations = [
        migrations.AddField(
            model_name="citizen",
            name="phone_extension",
            field=models.CharField(blank=True, db_default="", default="", max_length=7, verbose_name="poste"),
        ),
        migrations.AlterField(
            model_name="accountnotice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("role_given", "Un rôle vous a été donné."),
                    ("role_ended", "Un rôle a pris fin. Vos appareils ont été déconnectés."),
                    ("deactivated", "Votre compte a été fermé."),
                    ("reactivated", "Votre compte a été ouvert de nouveau."),
                    ("phone_freed", "Une autre personne a confirmé votre numéro de téléphone."),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="citizen",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("phone_extension", ""),
                    models.Q(("phone_verified_at", None), models.Q(("phone", ""), _negated=True)),
                    _connector="OR",
                ),
                name="citizen_extension_of_a_number_for_calls",
            ),
        ),
    ]
