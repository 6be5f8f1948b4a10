import datetime
import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import reminders.kinds.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeadlineKind",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.SlugField(max_length=64, unique=True, verbose_name="code")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("expiry", "fin de validité"),
                            ("payment_due", "paiement à faire"),
                            ("payout", "versement à recevoir"),
                            ("appointment", "rendez-vous"),
                            ("registration_window", "période d’inscription"),
                            ("reply_due", "réponse à donner"),
                            ("application_limit", "dernier jour pour demander"),
                        ],
                        max_length=32,
                        verbose_name="nature",
                    ),
                ),
                ("basis", models.CharField(max_length=64, verbose_name="origine de la date")),
                ("title_fr", models.CharField(max_length=200, verbose_name="titre")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="titre en anglais")),
                ("rule_fr", models.CharField(max_length=300, verbose_name="règle de la date")),
                ("rule_en", models.CharField(blank=True, max_length=300)),
                ("consequence_fr", models.TextField(verbose_name="conséquence d’un retard")),
                ("consequence_en", models.TextField(blank=True)),
                ("amounts", models.JSONField(blank=True, default=list, verbose_name="montants")),
                ("procedure_fr", models.JSONField(default=list, verbose_name="marche à suivre")),
                ("procedure_en", models.JSONField(blank=True, default=list)),
                ("note_fr", models.TextField(blank=True, verbose_name="remarque")),
                ("note_en", models.TextField(blank=True)),
                ("official_url", models.URLField(blank=True, max_length=500, verbose_name="page officielle")),
                ("official_url_read", models.BooleanField(default=False, verbose_name="page officielle vérifiée")),
                ("sources", models.JSONField(blank=True, default=list, verbose_name="sources")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("official_page", "page officielle"),
                            ("secondary_page", "source non officielle"),
                            ("general_knowledge", "connaissance générale, à vérifier"),
                        ],
                        max_length=32,
                        verbose_name="fiabilité",
                    ),
                ),
                ("related_programs", models.JSONField(blank=True, default=list, verbose_name="programmes liés")),
                ("tiers", models.JSONField(blank=True, default=list, verbose_name="paliers de conséquence")),
                ("audience_fr", models.TextField(blank=True, verbose_name="personnes concernées")),
                ("audience_en", models.TextField(blank=True)),
                (
                    "style",
                    models.CharField(
                        choices=[
                            ("open", "le message peut nommer le sujet"),
                            ("neutral", "le message dit seulement que quelque chose attend"),
                        ],
                        default="neutral",
                        max_length=16,
                        verbose_name="ton des messages",
                    ),
                ),
                (
                    "sensitive_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="raison de dire un mot délicat"),
                ),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        default=reminders.kinds.models.every_channel,
                        size=None,
                        verbose_name="moyens permis",
                    ),
                ),
                (
                    "links",
                    models.CharField(
                        choices=[("none", "aucun lien"), ("bare", "l’adresse du portail, sans plus")],
                        default="none",
                        max_length=8,
                        verbose_name="liens dans les messages",
                    ),
                ),
                (
                    "post_days",
                    models.PositiveSmallIntegerField(default=5, verbose_name="jours ouvrables pour livrer une lettre"),
                ),
                (
                    "is_urgent",
                    models.BooleanField(
                        default=False,
                        help_text="Un rappel urgent part seul; les autres d’un même jour sont réunis.",
                        verbose_name="urgent",
                    ),
                ),
                (
                    "daily_cap",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="messages par jour, au plus"),
                ),
                ("left_on", models.DateField(editable=False, null=True)),
                ("left_count", models.PositiveIntegerField(default=0, editable=False)),
                ("asked_until", models.DateTimeField(editable=False, null=True)),
                (
                    "send_at",
                    models.TimeField(
                        default=datetime.time(9, 0),
                        help_text="Heure locale de la personne.",
                        verbose_name="heure d’envoi",
                    ),
                ),
                (
                    "stopped_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="envois arrêtés le"),
                ),
                ("version", models.CharField(blank=True, max_length=16, verbose_name="version des données")),
                ("imported_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("updated_at", models.DateTimeField(verbose_name="mise à jour")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "à confirmer par l’organisme"),
                            ("published", "publié"),
                            ("retired", "retiré"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="état",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="publié le")),
                (
                    "title_order",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("title_fr"), function="french_order"),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadline_kinds",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="publié par",
                    ),
                ),
                (
                    "stopped_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadline_kinds",
                        to="organizations.team",
                        verbose_name="équipe responsable",
                    ),
                ),
            ],
            options={
                "verbose_name": "type d’échéance",
                "verbose_name_plural": "types d’échéances",
                "ordering": ["organization__name_order", "title_order", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReminderStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "moment",
                    models.CharField(
                        choices=[
                            ("date", "par rapport à la date"),
                            ("opened", "dès l’inscription"),
                            ("done", "quand c’est fait"),
                            ("missed", "si le rendez-vous est manqué ou le versement en retard ou non reçu"),
                        ],
                        default="date",
                        max_length=8,
                        verbose_name="moment",
                    ),
                ),
                (
                    "offset_days",
                    models.SmallIntegerField(
                        default=0,
                        help_text="Négatif avant la date, positif après; zéro hors de l’échelle.",
                        verbose_name="jours",
                    ),
                ),
                (
                    "text_fr",
                    models.TextField(
                        help_text="{date} devient la date; {where} dit où aller, sans lien.", verbose_name="texte"
                    ),
                ),
                ("text_en", models.TextField(blank=True, verbose_name="texte en anglais")),
                ("by_channel", models.JSONField(blank=True, default=dict, verbose_name="textes par moyen")),
                ("retired_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="kinds.deadlinekind"
                    ),
                ),
            ],
            options={
                "verbose_name": "étape",
                "verbose_name_plural": "étapes",
                "ordering": ["kind", "offset_days"],
            },
        ),
        migrations.AddConstraint(
            model_name="deadlinekind",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at", None), ("published_by", None), ("state", "draft")),
                    models.Q(
                        ("published_at__isnull", False),
                        ("published_by__isnull", False),
                        ("state__in", ["published", "retired"]),
                    ),
                    _connector="OR",
                ),
                name="kind_published_at_by",
                violation_error_message="Un type d’échéance publié dit par qui et quand il l’a été.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadlinekind",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stopped_at", None), ("stopped_by", None)),
                    models.Q(("stopped_at__isnull", False), ("stopped_by__isnull", False)),
                    _connector="OR",
                ),
                name="kind_stopped_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None)),
                fields=("kind", "moment", "offset_days"),
                name="step_once_per_offset",
                violation_error_message="Une autre étape a déjà lieu ce jour-là.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("moment", "date"), ("offset_days", 0), _connector="OR"),
                name="step_offset_of_dates_only",
            ),
        ),
    ]
