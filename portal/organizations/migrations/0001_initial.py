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
            name="Organization",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("name_fr", models.CharField(max_length=200, verbose_name="nom")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="nom anglais")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="téléphone d’aide")),
                ("public_hours", models.CharField(blank=True, max_length=200, verbose_name="heures d’ouverture")),
                (
                    "is_health",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="À 14 ans, une personne y décide seule\u00a0: son parent n’y a plus accès.",
                        verbose_name="organisme de santé ou de services sociaux",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        choices=[
                            ("America/Toronto", "Heure de l’Est (presque tout le Québec)"),
                            ("America/Halifax", "Heure de l’Atlantique (Îles-de-la-Madeleine)"),
                            ("America/Blanc-Sablon", "Basse-Côte-Nord, à l’est de Natashquan (sans heure d’été)"),
                        ],
                        db_default="America/Toronto",
                        default="America/Toronto",
                        help_text="L’heure d’un rendez-vous est celle de ce lieu.",
                        max_length=40,
                        verbose_name="fuseau horaire",
                    ),
                ),
                (
                    "sorts_for_all",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Son équipe d’aiguillage reçoit les messages des gens qui ne savent pas à qui écrire.",
                        verbose_name="reçoit ce qui n’a pas encore d’organisme",
                    ),
                ),
                (
                    "name_order",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("name_fr"), function="french_order"),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
            ],
            options={
                "verbose_name": "organisme",
                "verbose_name_plural": "organismes",
                "ordering": ["name_order"],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "purpose",
                    models.CharField(blank=True, max_length=250, verbose_name="ce qu’elle fait, pour les citoyens"),
                ),
                ("accepts_messages", models.BooleanField(default=True, verbose_name="reçoit des messages")),
                (
                    "is_sorting",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Elle lit les messages des gens qui ne savent pas à quelle équipe de l’organisme écrire, et les transmet.",
                        verbose_name="équipe d’aiguillage",
                    ),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(default=3, verbose_name="réponse habituelle (jours ouvrables)"),
                ),
                (
                    "time_zone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("America/Toronto", "Heure de l’Est (presque tout le Québec)"),
                            ("America/Halifax", "Heure de l’Atlantique (Îles-de-la-Madeleine)"),
                            ("America/Blanc-Sablon", "Basse-Côte-Nord, à l’est de Natashquan (sans heure d’été)"),
                        ],
                        db_default="",
                        default="",
                        help_text="Vide\xa0: celui de l’organisme.",
                        max_length=40,
                        verbose_name="fuseau horaire",
                    ),
                ),
                (
                    "name_order",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("name"), function="french_order"),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "équipe",
                "verbose_name_plural": "équipes",
                "ordering": ["organization__name_order", "name_order"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("started_at", models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="depuis")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="jusqu’à")),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
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
                        related_name="memberships",
                        to="organizations.team",
                        verbose_name="équipe",
                    ),
                ),
            ],
            options={
                "verbose_name": "rôle d’une personne",
                "verbose_name_plural": "rôles des personnes",
                "ordering": ["-started_at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(
                fields=("organization", "name"),
                name="team_name_once",
                violation_error_message="Cet organisme a déjà une équipe de ce nom.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sorts_for_all", True)),
                fields=("sorts_for_all",),
                name="organization_sorts_for_all_once",
                violation_error_message="Un autre organisme reçoit déjà ce qui n’a pas encore d’organisme.",
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_sorting", True)),
                fields=("organization",),
                name="team_sorting_once",
                violation_error_message="Cet organisme a déjà une équipe d’aiguillage.",
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_sorting", False), ("accepts_messages", True), _connector="OR"),
                name="team_sorting_accepts_messages",
                violation_error_message="Une équipe d’aiguillage reçoit des messages\xa0: cochez-le aussi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organization__isnull", False), ("role__in", ["agent"]), ("team__isnull", False)),
                    models.Q(
                        ("organization__isnull", False), ("role__in", ["supervisor", "administrator"]), ("team", None)
                    ),
                    models.Q(("organization", None), ("role", "operator"), ("team", None)),
                    _connector="OR",
                ),
                name="membership_scope_of_role",
                violation_error_message="Une agente ou un agent appartient à une équipe; les autres rôles, à l’organisme.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="membership_ended_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("user", "role", "organization", "team"),
                name="membership_in_force_once",
                nulls_distinct=False,
            ),
        ),
    ]
