import django.db.models.deletion
from django.db import migrations, models

import reminders.reminders.querysets
from portal.foundation.storage import swept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("deadlines", "0001_initial"),
        ("kinds", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="date limite")),
                ("due_at", models.DateTimeField(verbose_name="à envoyer le")),
                ("useful_until", models.DateTimeField(verbose_name="utile jusqu’au")),
                ("post_at", models.DateTimeField(blank=True, null=True, verbose_name="à imprimer le")),
                ("asked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "prévu"),
                            ("sent", "parti"),
                            ("cancelled", "annulé"),
                            ("missed", "manqué"),
                        ],
                        default="planned",
                        max_length=16,
                        verbose_name="état",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("act", "ce n’était plus à faire"),
                            ("consent", "la personne ne veut plus de rappels"),
                            ("person", "plus rien n’est envoyé à cette personne"),
                            ("late", "il n’était plus utile"),
                            ("unreached", "aucun moyen ne joint la personne"),
                        ],
                        max_length=16,
                        verbose_name="raison",
                    ),
                ),
                (
                    "deadline",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="deadlines.deadline",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="people.citizen",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kinds.reminderstep",
                    ),
                ),
            ],
            options={
                "verbose_name": "rappel",
                "verbose_name_plural": "rappels",
                "ordering": ["due_at", "id"],
                "indexes": [
                    models.Index(
                        reminders.reminders.querysets.ShardOf("recipient"),
                        models.F("due_at"),
                        condition=models.Q(("state", "planned")),
                        name="reminder_planned",
                    ),
                    models.Index(
                        reminders.reminders.querysets.ShardOf("recipient"),
                        models.F("post_at"),
                        condition=models.Q(("post_at__isnull", False), ("state", "planned")),
                        name="reminder_post",
                    ),
                    models.Index(
                        condition=models.Q(("why", "unreached")), fields=["settled_at"], name="reminder_unreached"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("deadline", "due_on", "step", "recipient"), name="reminder_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("step", None)),
                        fields=("deadline", "due_on", "recipient", "due_at"),
                        name="reminder_asked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("state", "planned")),
                            models.Q(models.Q(("state", "planned"), _negated=True), ("settled_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="reminder_settled_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["planned", "sent"]), ("why", "")),
                            models.Q(("state", "cancelled"), ("why__in", ["act", "consent", "person"])),
                            models.Q(("state", "missed"), ("why__in", ["late", "unreached"])),
                            _connector="OR",
                        ),
                        name="reminder_why",
                    ),
                ],
            },
        ),
        swept("reminders_reminder"),
    ]
