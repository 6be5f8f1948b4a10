import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("imports", "0001_initial"),
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffFile",
            fields=[],
            options={
                "verbose_name": "fichier du personnel",
                "verbose_name_plural": "fichiers du personnel",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("imports.importfile",),
        ),
        migrations.CreateModel(
            name="StaffAccount",
            fields=[],
            options={
                "verbose_name": "compte",
                "verbose_name_plural": "comptes",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("people.user",),
        ),
        migrations.CreateModel(
            name="StaffInvitation",
            fields=[
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="envoyé le")),
                ("tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_try_at", models.DateTimeField(default=portal.clock.now, editable=False)),
                ("refused_at", models.DateTimeField(editable=False, null=True, verbose_name="adresse refusée le")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, verbose_name="adresse courriel")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("agent", "agente ou agent"),
                            ("supervisor", "superviseure ou superviseur"),
                            ("administrator", "administratrice ou administrateur"),
                            ("operator", "exploitation du portail"),
                        ],
                        max_length=15,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="invitée le"),
                ),
                ("code_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("expires_at", models.DateTimeField(verbose_name="valable jusqu’au")),
                ("accepted_at", models.DateTimeField(editable=False, null=True, verbose_name="acceptée le")),
                ("declined_at", models.DateTimeField(editable=False, null=True, verbose_name="déclinée le")),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="retirée le")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff_invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invitée par",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.membership",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.team",
                        verbose_name="équipe",
                    ),
                ),
                (
                    "withdrawn_by",
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
                "verbose_name": "invitation du personnel",
                "verbose_name_plural": "invitations du personnel",
                "ordering": ["-created_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("refused_at", None), ("sent_at", None)),
                        fields=["next_try_at"],
                        name="staff_invitation_waiting",
                    ),
                    models.Index(fields=["code_digest"], name="staff_invitation_code"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organization__isnull", False), ("role__in", ["agent"]), ("team__isnull", False)),
                            models.Q(
                                ("organization__isnull", False),
                                ("role__in", ["supervisor", "administrator"]),
                                ("team", None),
                            ),
                            models.Q(("organization", None), ("role", "operator"), ("team", None)),
                            _connector="OR",
                        ),
                        name="staff_invitation_scope_of_role",
                        violation_error_message="Une agente ou un agent appartient à une équipe; les autres rôles, à l’organisme.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at", None), ("accepted_by", None)),
                            models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="staff_invitation_accepted_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="staff_invitation_withdrawn_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("declined_at", None),
                            models.Q(("accepted_at", None), ("withdrawn_at", None)),
                            _connector="OR",
                        ),
                        name="staff_invitation_declined_alone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("membership", None),
                            models.Q(("accepted_at__isnull", False), ("withdrawn_at", None)),
                            _connector="OR",
                        ),
                        name="staff_invitation_in_effect_accepted",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        models.F("role"),
                        models.F("organization"),
                        models.F("team"),
                        condition=models.Q(("accepted_at", None), ("declined_at", None), ("withdrawn_at", None)),
                        name="staff_invitation_open_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
    ]
