import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.consents.channels
from portal.consents import ledger


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("learn", "M’informer sur les programmes et services"),
                            ("follow", "Suivre mon dossier"),
                            ("help", "Obtenir de l’aide"),
                            ("send_document", "Transmettre un document"),
                            ("receive_document", "Recevoir un document"),
                            ("file_news", "Recevoir de l’information sur mon dossier"),
                            ("reminders", "Recevoir des rappels"),
                            ("advice", "Me prévenir des programmes auxquels je pourrais avoir droit"),
                        ],
                        max_length=32,
                        verbose_name="but",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=portal.consents.channels.Channel.choices, max_length=16, verbose_name="moyen"
                    ),
                ),
                (
                    "wording",
                    models.TextField(
                        help_text="Le texte exact que la personne a accepté.", verbose_name="texte présenté"
                    ),
                ),
                ("given_at", models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="donné le")),
                (
                    "given_how",
                    models.CharField(
                        choices=[
                            ("web", "sur le portail"),
                            ("phone", "par téléphone"),
                            ("paper", "sur papier"),
                            ("replaced", "remplacé par un nouveau texte"),
                            ("one_click", "par le lien de désabonnement d’un courriel"),
                            ("sms_stop", "par le mot ARRÊT ou STOP"),
                        ],
                        default="web",
                        max_length=16,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retiré le")),
                (
                    "withdrawn_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("web", "sur le portail"),
                            ("phone", "par téléphone"),
                            ("paper", "sur papier"),
                            ("replaced", "remplacé par un nouveau texte"),
                            ("one_click", "par le lien de désabonnement d’un courriel"),
                            ("sms_stop", "par le mot ARRÊT ou STOP"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="people.citizen"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        db_index=False,
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "consentement",
                "verbose_name_plural": "consentements",
                "ordering": ["-given_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("citizen", "purpose", "channel"),
                        name="consent_one_in_force",
                        violation_error_message="Ce consentement est déjà donné.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_how", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_how", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by", None),
                                ("withdrawn_how__in", ["one_click", "sms_stop"]),
                            ),
                            _connector="OR",
                        ),
                        name="consent_withdrawn_at_by_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("given_at__isnull", False), ("given_by__isnull", False)),
                        name="consent_given_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wording", ""), _negated=True), name="consent_has_wording"
                    ),
                ],
            },
        ),
        migrations.RunSQL(ledger.SQL, ledger.REVERSE_SQL),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(
                condition=models.Q(("withdrawn_by__isnull", False)),
                fields=["withdrawn_by"],
                name="consent_withdrawn_by",
            ),
        ),
    ]
