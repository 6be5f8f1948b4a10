from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, default=portal.clock.now, verbose_name="quand")),
                ("verb", models.CharField(max_length=60, verbose_name="geste")),
                ("by_id", models.UUIDField(null=True, verbose_name="compte")),
                (
                    "by_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("system", "le portail"),
                            ("staff", "membre d’un organisme"),
                            ("citizen", "citoyenne ou citoyen"),
                            ("account", "compte"),
                        ],
                        max_length=20,
                        verbose_name="par",
                    ),
                ),
                ("subject_type", models.CharField(blank=True, max_length=60)),
                ("subject_id", models.CharField(blank=True, max_length=60)),
                ("citizen_id", models.UUIDField(null=True)),
                ("organization_id", models.UUIDField(null=True)),
                ("refused", models.BooleanField(default=False, verbose_name="refusé")),
                ("detail", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "événement du journal",
                "verbose_name_plural": "journal",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["citizen_id", "-at", "-id"], name="audit_citizen"),
                    models.Index(fields=["organization_id", "-id"], name="audit_organization"),
                    models.Index(
                        condition=models.Q(
                            ("refused", True),
                            models.Q(("by_role", "staff"), ("citizen_id", None), ("organization_id", None)),
                            _connector="OR",
                        ),
                        fields=["-id"],
                        name="audit_operation",
                    ),
                ],
            },
        ),
    ]
