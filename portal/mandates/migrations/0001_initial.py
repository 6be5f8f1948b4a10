import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("may_act", models.BooleanField(default=True, verbose_name="agir")),
                ("receives", models.BooleanField(default=False, verbose_name="recevoir ses rappels")),
                (
                    "is_limited",
                    models.BooleanField(default=False, verbose_name="limité à certains organismes ou dossiers"),
                ),
                (
                    "organization_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None, verbose_name="organismes"
                    ),
                ),
                (
                    "dossier_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None, verbose_name="dossiers"
                    ),
                ),
                ("starts_on", models.DateField(default=portal.clock.today, verbose_name="début")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="fin")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("parent", "autorité parentale"),
                            ("helper", "personne aidante"),
                            ("legal", "mandat légal"),
                        ],
                        max_length=10,
                        verbose_name="genre",
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="révoqué le")),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="people.citizen",
                        verbose_name="personne représentée",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="qui agit",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mandat",
                "verbose_name_plural": "mandats",
            },
        ),
        migrations.CreateModel(
            name="MandateInvitation",
            fields=[
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="envoyé le")),
                ("tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_try_at", models.DateTimeField(default=portal.clock.now, editable=False)),
                ("refused_at", models.DateTimeField(editable=False, null=True, verbose_name="adresse refusée le")),
                ("may_act", models.BooleanField(default=True, verbose_name="agir")),
                ("receives", models.BooleanField(default=False, verbose_name="recevoir ses rappels")),
                (
                    "is_limited",
                    models.BooleanField(default=False, verbose_name="limité à certains organismes ou dossiers"),
                ),
                (
                    "organization_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None, verbose_name="organismes"
                    ),
                ),
                (
                    "dossier_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None, verbose_name="dossiers"
                    ),
                ),
                ("starts_on", models.DateField(default=portal.clock.today, verbose_name="début")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="fin")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("parent", "autorité parentale"),
                            ("helper", "personne aidante"),
                            ("legal", "mandat légal"),
                        ],
                        default="helper",
                        max_length=10,
                        verbose_name="genre",
                    ),
                ),
                ("invitee", models.CharField(max_length=201, verbose_name="qui est invité")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="adresse courriel")),
                ("postal_address", models.TextField(blank=True, verbose_name="adresse postale")),
                ("code_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "proof",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("proxy", "procuration signée"),
                            ("judgment", "jugement ou acte de tutelle"),
                            ("protection", "mandat de protection homologué"),
                            ("birth", "acte de naissance"),
                            ("estate", "preuve de liquidation d’une succession"),
                        ],
                        max_length=12,
                        verbose_name="document vu",
                    ),
                ),
                (
                    "proof_detail",
                    models.CharField(blank=True, max_length=120, verbose_name="numéro ou date du document"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="invitée le"),
                ),
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
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandate_invitations",
                        to="people.citizen",
                        verbose_name="personne représentée",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invitée par",
                    ),
                ),
                (
                    "mandate",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitation",
                        to="mandates.mandate",
                        verbose_name="mandat",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organisme qui a vu le document",
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
                "verbose_name": "invitation à agir",
                "verbose_name_plural": "invitations à agir",
                "ordering": ["-created_at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="mandate_ends_after_start",
                violation_error_message="La fin du mandat ne peut pas précéder son début.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_limited", True), models.Q(("dossier_ids", []), ("organization_ids", [])), _connector="OR"
                ),
                name="mandate_limits_of_limited",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_limited", False),
                    models.Q(("dossier_ids", []), ("organization_ids", []), _negated=True),
                    _connector="OR",
                ),
                name="mandate_limited_to_something",
                violation_error_message="Choisissez au moins un organisme ou un dossier.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at", None), ("revoked_by", None)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="mandate_revoked_pair",
            ),
        ),
        migrations.AddIndex(
            model_name="mandateinvitation",
            index=models.Index(
                condition=models.Q(("refused_at", None), ("sent_at", None)),
                fields=["next_try_at"],
                name="mandate_invitation_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="mandateinvitation",
            index=models.Index(fields=["code_digest"], name="mandate_invitation_code"),
        ),
        migrations.AddIndex(
            model_name="mandateinvitation",
            index=models.Index(
                condition=models.Q(("accepted_at", None), ("declined_at", None), ("withdrawn_at", None)),
                fields=["email"],
                name="mandate_invitation_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandateinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="mandateinvitation_ends_after_start",
                violation_error_message="La fin du mandat ne peut pas précéder son début.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandateinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_limited", True), models.Q(("dossier_ids", []), ("organization_ids", [])), _connector="OR"
                ),
                name="mandateinvitation_limits_of_limited",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandateinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_limited", False),
                    models.Q(("dossier_ids", []), ("organization_ids", []), _negated=True),
                    _connector="OR",
                ),
                name="mandateinvitation_limited_to_something",
                violation_error_message="Choisissez au moins un organisme ou un dossier.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandateinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at", None), ("accepted_by", None), ("mandate", None)),
                    models.Q(
                        ("accepted_at__isnull", False), ("accepted_by__isnull", False), ("mandate__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="mandate_invitation_accepted_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandateinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="mandate_invitation_withdrawn_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandateinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at", None), ("declined_at", None)),
                    models.Q(("accepted_at", None), ("withdrawn_at", None)),
                    models.Q(("declined_at", None), ("withdrawn_at", None)),
                    _connector="OR",
                ),
                name="mandate_invitation_answered_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandateinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organization", None), ("proof", "")),
                    models.Q(models.Q(("proof", ""), _negated=True), ("organization__isnull", False)),
                    _connector="OR",
                ),
                name="mandate_invitation_proof_seen",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandateinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("email", ""), models.Q(("postal_address", ""), _negated=True)),
                    models.Q(models.Q(("email", ""), _negated=True), ("postal_address", "")),
                    _connector="OR",
                ),
                name="mandate_invitation_by_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandateinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "helper"), models.Q(("proof", ""), _negated=True), _connector="OR"),
                name="mandate_invitation_by_law_proved",
                violation_error_message="Un mandat légal demande un document vu par une agente ou un agent.",
            ),
        ),
    ]
