import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kinds", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Deadline",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("due_on", models.DateField(verbose_name="date limite")),
                (
                    "due_time",
                    models.TimeField(
                        blank=True,
                        help_text="Heure du lieu d’un rendez-vous; vide: jusqu’à la fin du jour.",
                        null=True,
                        verbose_name="heure",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=40, verbose_name="fuseau du lieu"
                    ),
                ),
                ("sequence", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
                ("renews", models.BooleanField(default=True, verbose_name="revient d’elle-même")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "à faire"),
                            ("done", "fait"),
                            ("cancelled", "pas pour moi"),
                            ("missed", "rendez-vous manqué ou versement non reçu"),
                        ],
                        default="open",
                        max_length=16,
                        verbose_name="état",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("citizen", "demandé par la personne"),
                            ("agent", "ajouté par l’organisme"),
                            ("import", "fichier de l’organisme"),
                            ("finding", "piste"),
                            ("document", "fin de validité d’un document"),
                            ("renewal", "retour d’une échéance récurrente"),
                        ],
                        default="citizen",
                        max_length=16,
                        verbose_name="origine",
                    ),
                ),
                ("is_private", models.BooleanField(default=True, editable=False, verbose_name="à la personne seule")),
                (
                    "opened_at",
                    models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="ajoutée le"),
                ),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="fermée le")),
                (
                    "later_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="rappel demandé pour"),
                ),
                (
                    "paused_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="en pause depuis"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
                        to="people.citizen",
                        verbose_name="personne avertie",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "concerned",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.citizen",
                        verbose_name="personne concernée",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
                        to="kinds.deadlinekind",
                        verbose_name="type",
                    ),
                ),
                (
                    "paused_by",
                    models.ForeignKey(
                        db_index=False,
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="mise en pause par",
                    ),
                ),
            ],
            options={
                "verbose_name": "échéance",
                "verbose_name_plural": "échéances",
                "ordering": ["due_on", "id"],
                "indexes": [
                    models.Index(fields=["kind", "due_on", "id"], name="deadline_of_kind"),
                    models.Index(fields=["due_on", "id"], name="deadline_due_on"),
                    models.Index(fields=["citizen", "due_on", "id"], name="deadline_of_citizen"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("citizen", "concerned", "kind", "due_on"),
                        name="deadline_open_once",
                        violation_error_message="Cette échéance est déjà suivie.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="deadline_closed_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paused_at", None), ("paused_by", None)),
                            models.Q(("paused_at__isnull", False), ("paused_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="deadline_paused_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_private", True), ("origin__in", ["agent", "import"]), _negated=True),
                        name="deadline_private_is_not_theirs",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("author__isnull", False)), fields=["author"], name="deadline_author"
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("closed_by__isnull", False)), fields=["closed_by"], name="deadline_closed_by"
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("paused_by__isnull", False)), fields=["paused_by"], name="deadline_paused_by"
            ),
        ),
    ]
