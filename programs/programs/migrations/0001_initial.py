import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Program",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "brouillon"), ("published", "publié")],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("name_fr", models.CharField(max_length=200, verbose_name="nom")),
                ("name_en", models.CharField(max_length=200, verbose_name="nom (anglais)")),
                ("summary_fr", models.TextField(verbose_name="résumé")),
                ("summary_en", models.TextField(verbose_name="résumé (anglais)")),
                (
                    "jurisdiction",
                    models.CharField(
                        choices=[("quebec", "Québec"), ("canada", "Canada")], max_length=10, verbose_name="gouvernement"
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("famille", "Famille et enfants"),
                            ("revenu", "Revenu"),
                            ("emploi", "Emploi"),
                            ("logement", "Logement"),
                            ("sante", "Santé"),
                            ("handicap", "Handicap"),
                            ("aines", "Personnes aînées"),
                            ("aidance", "Proche aidance"),
                            ("etudes", "Études"),
                            ("accident", "Accident"),
                            ("justice", "Justice"),
                            ("deces", "Décès d’un proche"),
                        ],
                        max_length=20,
                        verbose_name="thème",
                    ),
                ),
                (
                    "benefit_kind",
                    models.CharField(
                        choices=[
                            ("payment", "versement"),
                            ("tax_credit", "crédit d’impôt"),
                            ("insurance", "assurance"),
                            ("grant", "subvention"),
                            ("service", "service"),
                            ("document", "document"),
                            ("loan", "prêt"),
                        ],
                        max_length=20,
                        verbose_name="genre d’aide",
                    ),
                ),
                (
                    "is_automatic",
                    models.BooleanField(default=False, verbose_name="versé sans demande dans la plupart des cas"),
                ),
                ("amounts", models.JSONField(blank=True, default=list, verbose_name="montants")),
                ("criteria", models.JSONField(verbose_name="critères")),
                (
                    "screening_facts",
                    models.JSONField(blank=True, default=list, verbose_name="faits à demander en premier"),
                ),
                ("steps_fr", models.JSONField(blank=True, default=list, verbose_name="démarche")),
                ("steps_en", models.JSONField(blank=True, default=list, verbose_name="démarche (anglais)")),
                ("documents", models.JSONField(blank=True, default=list, verbose_name="papiers")),
                ("sources", models.JSONField(blank=True, default=list, verbose_name="sources")),
                ("examples", models.JSONField(blank=True, default=list, verbose_name="exemples")),
                ("official_url", models.URLField(blank=True, max_length=400, verbose_name="page officielle")),
                ("is_official_url_read", models.BooleanField(default=False, verbose_name="page officielle lue")),
                ("holds_for", models.CharField(blank=True, max_length=80, verbose_name="valable pour")),
                (
                    "criteria_confidence",
                    models.CharField(
                        choices=[
                            ("official_page", "page officielle lue"),
                            ("secondary_page", "page non officielle, à confirmer par l’organisme"),
                            ("peer_parameters", "donnée d’un simulateur, à confirmer par l’organisme"),
                            ("general_knowledge", "donnée d’exemple, à confirmer par l’organisme"),
                        ],
                        max_length=30,
                        verbose_name="confiance des critères",
                    ),
                ),
                (
                    "amounts_confidence",
                    models.CharField(
                        choices=[
                            ("official_page", "page officielle lue"),
                            ("secondary_page", "page non officielle, à confirmer par l’organisme"),
                            ("peer_parameters", "donnée d’un simulateur, à confirmer par l’organisme"),
                            ("general_knowledge", "donnée d’exemple, à confirmer par l’organisme"),
                        ],
                        max_length=30,
                        verbose_name="confiance des montants",
                    ),
                ),
                ("not_checked_fr", models.TextField(blank=True, verbose_name="ce qui n’est pas vérifié ici")),
                ("not_checked_en", models.TextField(blank=True, verbose_name="ce qui n’est pas vérifié ici (anglais)")),
                ("search_text", models.TextField(default="", editable=False)),
                ("source_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("updated_at", models.DateTimeField(default=portal.clock.now, verbose_name="dernière mise à jour")),
                (
                    "edited_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="modifié par l’organisme"),
                ),
                (
                    "reviewed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="confirmé par l’organisme"
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
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programs",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
                "ordering": ["name_order", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("edited_at__isnull", True), ("edited_by__isnull", True)),
                            models.Q(("edited_at__isnull", False), ("edited_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="program_edited_at_by",
                        violation_error_message="Une modification a une date et une personne, ou aucune des deux.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                            models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="program_reviewed_at_by",
                        violation_error_message="Une confirmation a une date et une personne, ou aucune des deux.",
                    ),
                ],
            },
        ),
    ]
