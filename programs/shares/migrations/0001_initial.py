import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("findings", "0001_initial"),
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FindingShare",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "snapshot_json",
                    portal.foundation.crypto.fields.SealedTextField(editable=False, null=True, verbose_name="piste"),
                ),
                ("shared_at", models.DateTimeField(default=portal.clock.now, verbose_name="montrée le")),
                ("until", models.DateField(verbose_name="jusqu’au")),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="reprise le")),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_findings",
                        to="people.citizen",
                        verbose_name="personne",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="findings.finding",
                        verbose_name="piste",
                    ),
                ),
                (
                    "revoked_by",
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
                    "shared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="montrée par",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_findings",
                        to="organizations.team",
                        verbose_name="équipe",
                    ),
                ),
            ],
            options={
                "verbose_name": "piste montrée à mon équipe",
                "verbose_name_plural": "pistes montrées à mon équipe",
                "ordering": ["-shared_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("finding", "team"),
                        name="finding_share_once",
                        violation_error_message="Cette piste est déjà montrée à cette équipe.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by", None)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="finding_share_revoked_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shared_at__isnull", False), ("shared_by__isnull", False)),
                        name="finding_share_shared_at_by",
                    ),
                ],
                "indexes": [models.Index(fields=["team", "-shared_at", "-id"], name="finding_share_of_team")],
            },
        ),
    ]
