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
            name="Question",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("question_fr", models.CharField(max_length=200, verbose_name="question")),
                ("answer_fr", models.TextField(verbose_name="réponse")),
                ("question_en", models.CharField(blank=True, max_length=200, verbose_name="question en anglais")),
                ("answer_en", models.TextField(blank=True, verbose_name="réponse en anglais")),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="rang")),
                (
                    "updated_at",
                    models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="mise à jour"),
                ),
                ("retired_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retirée le")),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide : une question sur le portail lui-même.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "question fréquente",
                "verbose_name_plural": "questions fréquentes",
                "ordering": ["position", "question_fr", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "question_fr"),
                        name="question_once",
                        nulls_distinct=False,
                        violation_error_message="Cette question est déjà posée : modifiez sa réponse.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired_at", None), ("retired_by", None)),
                            models.Q(("retired_at__isnull", False), ("retired_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="question_retired_at_by",
                    ),
                ],
            },
        ),
    ]
