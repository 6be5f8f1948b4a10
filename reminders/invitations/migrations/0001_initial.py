import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InvitationBatch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="numéro")),
                ("made_at", models.DateTimeField(default=portal.clock.now, verbose_name="préparé le")),
                ("printed_at", models.DateTimeField(null=True, verbose_name="imprimé le")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="préparé par",
                    ),
                ),
                (
                    "printed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="imprimé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "lot d’invitations",
                "verbose_name_plural": "invitations à imprimer",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("digest", models.CharField(editable=False, max_length=64)),
                (
                    "contents",
                    portal.foundation.crypto.fields.SealedTextField(
                        editable=False, null=True, verbose_name="ce qui est imprimé"
                    ),
                ),
                ("code_digest", models.CharField(editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_print", "à imprimer"),
                            ("printed", "imprimée"),
                            ("used", "utilisée"),
                            ("expired", "expirée ou remplacée"),
                        ],
                        default="to_print",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="demandée le"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="valable jusqu’au")),
                ("place", models.PositiveSmallIntegerField(null=True, verbose_name="rang dans le lot")),
                ("used_at", models.DateTimeField(editable=False, null=True, verbose_name="utilisée le")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="demandée par",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "used_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="invitations.invitationbatch",
                        verbose_name="lot",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="invitationbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                name="invitation_batch_made_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitationbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("printed_at", None), ("printed_by", None)),
                    models.Q(("printed_at__isnull", False), ("printed_by__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_batch_printed_at_by",
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(
                condition=models.Q(("state", "to_print")), fields=["asked_at"], name="invitation_to_print"
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(
                condition=models.Q(("state__in", ["to_print", "printed"])),
                fields=["expires_at"],
                name="invitation_expires",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["to_print", "printed"])),
                fields=("organization", "digest"),
                name="invitation_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("batch", "place"), name="invitation_place_once"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contents__isnull", False), ("state", "to_print")),
                    models.Q(models.Q(("state", "to_print"), _negated=True), ("contents__isnull", True)),
                    _connector="OR",
                ),
                name="invitation_forgotten_once_printed",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("batch", None), ("place", None)),
                    models.Q(("batch__isnull", False), ("place__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_in_batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "used"), ("used_at__isnull", False), ("used_by__isnull", False)),
                    models.Q(models.Q(("state", "used"), _negated=True), ("used_at", None), ("used_by", None)),
                    _connector="OR",
                ),
                name="invitation_used_at_by",
            ),
        ),
    ]
