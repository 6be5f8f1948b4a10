import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("facts", "0001_initial"),
        ("life_events", "0001_initial"),
        ("organizations", "0001_initial"),
        ("programs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Prompt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.SlugField(blank=True, editable=False, max_length=60, verbose_name="code")),
                (
                    "deadlines",
                    models.JSONField(blank=True, default=list, verbose_name="dans le suivi de ces échéances"),
                ),
                ("question_fr", models.CharField(blank=True, max_length=120, verbose_name="question")),
                ("question_en", models.CharField(blank=True, max_length=120, verbose_name="question (anglais)")),
                (
                    "precision_fr",
                    models.CharField(blank=True, max_length=200, verbose_name="précision sous la question"),
                ),
                ("precision_en", models.CharField(blank=True, max_length=200, verbose_name="précision (anglais)")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                ("source_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("updated_at", models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="modifiée")),
                (
                    "edited_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="modifiée par l’organisme"
                    ),
                ),
                ("retired_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retirée")),
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
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prompts",
                        to="facts.factdefinition",
                        verbose_name="fait demandé",
                    ),
                ),
                (
                    "life_event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prompts",
                        to="life_events.lifeevent",
                        verbose_name="sur la page de cet événement de vie",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prompts",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "programs",
                    models.ManyToManyField(
                        related_name="prompts",
                        to="programs.program",
                        verbose_name="programmes que la réponse peut ouvrir",
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
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prompts",
                        to="organizations.team",
                        verbose_name="dans les dossiers et les conversations de cette équipe",
                    ),
                ),
            ],
            options={
                "verbose_name": "question au bon moment",
                "verbose_name_plural": "questions au bon moment",
                "ordering": ["organization", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True), fields=("code",), name="prompt_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("team__isnull", False),
                            ("life_event__isnull", False),
                            models.Q(("deadlines", []), _negated=True),
                            _connector="OR",
                        ),
                        name="prompt_has_a_place",
                        violation_error_message="Choisissez au moins un endroit où poser la question.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("edited_at", None), ("edited_by", None)),
                            models.Q(("edited_at__isnull", False), ("edited_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="prompt_edited_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired_at", None), ("retired_by", None)),
                            models.Q(("retired_at__isnull", False), ("retired_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="prompt_retired_at_by",
                    ),
                ],
            },
        ),
    ]
