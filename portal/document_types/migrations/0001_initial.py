import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentType",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("name_fr", models.CharField(max_length=120, verbose_name="nom")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="nom (anglais)")),
                ("help_fr", models.CharField(blank=True, max_length=300, verbose_name="comment le reconnaître")),
                (
                    "help_en",
                    models.CharField(blank=True, max_length=300, verbose_name="comment le reconnaître (anglais)"),
                ),
                (
                    "fresh_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Vide : ce papier ne vieillit pas, ou nous ne savons pas.",
                        null=True,
                        verbose_name="à renouveler après (mois)",
                    ),
                ),
                ("is_identity", models.BooleanField(default=False, verbose_name="pièce d’identité")),
                (
                    "is_of_child",
                    models.BooleanField(
                        default=False,
                        help_text="Il est aussi cherché dans l’espace des enfants dont la personne a l’autorité parentale.",
                        verbose_name="papier d’un enfant",
                    ),
                ),
                (
                    "is_per_request",
                    models.BooleanField(
                        default=False,
                        help_text="Un papier de ce genre déjà au dossier est montré, et la personne vérifie s’il convient.",
                        verbose_name="propre à chaque demande",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="rang")),
                ("source_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "updated_at",
                    models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="mis à jour"),
                ),
                (
                    "edited_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="modifié en gestion"),
                ),
                ("retired_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retiré le")),
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
                    "retired_by",
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
                "verbose_name": "genre de papier",
                "verbose_name_plural": "genres de papier",
                "ordering": ["position", "name_order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("name_fr",),
                        name="document_type_named_once",
                        violation_error_message="Un genre de papier porte déjà ce nom : les gens ne sauraient pas choisir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fresh_months", None),
                            models.Q(("fresh_months__gte", 1), ("fresh_months__lte", 600)),
                            _connector="OR",
                        ),
                        name="document_type_ages_in_months",
                        violation_error_message="Écrivez un nombre de mois de 1 à 600, ou laissez vide.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("edited_at", None), ("edited_by", None)),
                            models.Q(("edited_at__isnull", False), ("edited_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="document_type_edited_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired_at", None), ("retired_by", None)),
                            models.Q(("retired_at__isnull", False), ("retired_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="document_type_retired_at_by",
                    ),
                ],
            },
        ),
    ]
