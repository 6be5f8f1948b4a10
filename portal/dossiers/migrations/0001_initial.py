import uuid

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("foundation", "0001_folding"),
        ("dossier_types", "0001_initial"),
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UsualDelay",
            fields=[
                (
                    "dossier_type",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="usual_delay",
                        serialize=False,
                        to="dossier_types.dossiertype",
                    ),
                ),
                ("count", models.PositiveIntegerField()),
                ("median_days", models.PositiveIntegerField()),
                ("low_days", models.PositiveIntegerField()),
                ("high_days", models.PositiveIntegerField()),
                ("counted_at", models.DateTimeField(default=portal.clock.now)),
            ],
            options={
                "verbose_name": "délai habituel",
                "verbose_name_plural": "délais habituels",
            },
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=40, verbose_name="numéro")),
                ("title", portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="titre")),
                ("stage", models.CharField(blank=True, db_default="", default="", max_length=40, verbose_name="étape")),
                (
                    "awaits",
                    models.CharField(
                        choices=[("team", "l’équipe"), ("person", "la personne")],
                        db_default="team",
                        default="team",
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "en cours"), ("closed", "terminé")],
                        default="open",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("opened_at", models.DateTimeField(default=portal.clock.now, verbose_name="ouvert")),
                ("moved_at", models.DateTimeField(default=portal.clock.now, verbose_name="dernier changement")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="fermé")),
                ("paused_at", models.DateTimeField(editable=False, null=True, verbose_name="en pause depuis")),
                ("taken_away_at", models.DateTimeField(editable=False, null=True, verbose_name="retiré")),
                ("promised_on", models.DateField(null=True, verbose_name="promis pour le")),
                ("late_noticed_at", models.DateTimeField(editable=False, null=True)),
                ("revision", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                (
                    "number_folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Replace(
                            models.Func(models.F("number"), function="fold_words"), models.Value(" "), models.Value("")
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="people.citizen",
                        verbose_name="personne",
                    ),
                ),
                (
                    "dossier_type",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="dossier_types.dossiertype",
                        verbose_name="genre",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="organizations.team",
                        verbose_name="équipe",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier",
                "verbose_name_plural": "dossiers",
                "ordering": ["-opened_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="DossierDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("granted", "acceptée"), ("partial", "acceptée en partie"), ("refused", "refusée")],
                        max_length=8,
                        verbose_name="décision",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40, verbose_name="raison")),
                (
                    "words",
                    portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="raison, en mots"),
                ),
                ("remedy", models.CharField(blank=True, max_length=40, verbose_name="recours")),
                ("remedy_name", models.CharField(blank=True, max_length=120, verbose_name="recours")),
                ("remedy_how", models.TextField(blank=True, verbose_name="comment le demander")),
                ("contest_until", models.DateField(null=True, verbose_name="à contester au plus tard le")),
                ("decided_at", models.DateTimeField(default=portal.clock.now, verbose_name="décidé")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="retirée")),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "décision",
                "verbose_name_plural": "décisions",
                "ordering": ["-decided_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("revision", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "Ouverture du dossier"),
                            ("typed", "Genre du dossier choisi"),
                            ("moved", "Changement d’étape"),
                            ("promised", "Nouveau délai"),
                            ("decided", "Décision"),
                            ("withdrawn", "Décision retirée"),
                            ("closed", "Fermeture du dossier"),
                            ("reopened", "Réouverture du dossier"),
                            ("taken_away", "Retrait d’un dossier venu par erreur"),
                            ("late", "Date promise passée"),
                        ],
                        max_length=10,
                        verbose_name="ce qui est arrivé",
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=40)),
                ("stage_name", models.CharField(blank=True, max_length=120, verbose_name="étape")),
                (
                    "note",
                    portal.foundation.crypto.fields.SealedTextField(
                        blank=True, editable=False, verbose_name="mot à la personne"
                    ),
                ),
                ("promised_on", models.DateField(null=True, verbose_name="promis pour le")),
                ("at", models.DateTimeField(default=portal.clock.now, verbose_name="quand")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "changement d’un dossier",
                "verbose_name_plural": "changements des dossiers",
                "ordering": ["dossier", "revision"],
            },
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                models.F("citizen"),
                models.OrderBy(models.F("opened_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="dossier_citizen",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                models.F("team"),
                models.OrderBy(models.F("opened_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="dossier_team",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                models.F("team"),
                models.F("state"),
                models.OrderBy(models.F("opened_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="dossier_team_state",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["citizen", "organization", "team"], name="dossier_served"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["dossier_type", "closed_at"], name="dossier_type_closed"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(
                    ("awaits", "team"), ("late_noticed_at", None), ("promised_on__isnull", False), ("state", "open")
                ),
                fields=["promised_on", "id"],
                name="dossier_promised",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("number_folded", name="gin_trgm_ops"),
                name="dossier_number_folded",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(
                fields=("organization", "number"),
                name="dossier_number",
                violation_error_message="Cet organisme a déjà un dossier de ce numéro.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("state", "open")),
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    _connector="OR",
                ),
                name="dossier_closed_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dossier_type", None), ("stage", "")),
                    models.Q(("dossier_type__isnull", False), models.Q(("stage", ""), _negated=True)),
                    _connector="OR",
                ),
                name="dossier_stage_of_its_type",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("awaits", "team"), ("paused_at", None)),
                    models.Q(("awaits", "person"), ("paused_at__isnull", False)),
                    _connector="OR",
                ),
                name="dossier_paused_for_the_person",
            ),
        ),
        migrations.AddIndex(
            model_name="dossierdecision",
            index=models.Index(fields=["dossier", "decided_at"], name="decision_of_dossier"),
        ),
        migrations.AddIndex(
            model_name="dossierdecision",
            index=models.Index(
                condition=models.Q(("contest_until__isnull", False), ("withdrawn_at", None)),
                fields=["contest_until", "id"],
                name="decision_to_contest",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)), fields=("dossier",), name="decision_in_force_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contest_until", None), ("remedy", "")),
                    models.Q(models.Q(("remedy", ""), _negated=True), ("contest_until__isnull", False)),
                    _connector="OR",
                ),
                name="decision_remedy_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_by", None), ("decided_at__isnull", False), _connector="OR"),
                name="decision_decided_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_by", None), ("withdrawn_at__isnull", False), _connector="OR"),
                name="decision_withdrawn_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.UniqueConstraint(fields=("dossier", "revision"), name="move_revision_once"),
        ),
    ]
