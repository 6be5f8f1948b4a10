import uuid

import django.db.models.deletion
from django.db import migrations, models

import portal.clock
from portal.foundation.storage import swept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("message", "nouveau message"),
                            ("document", "nouveau document"),
                            ("finding", "nouvelle piste"),
                            ("request", "pièce demandée"),
                            ("test_message", "essai"),
                            ("choices", "choix faits par un représentant"),
                            ("death", "décès noté"),
                            ("death_undone", "décès retiré"),
                            ("date_removed", "date retirée"),
                            ("number_linked", "numéro de client relié"),
                            ("number_unlinked", "numéro de client retiré"),
                            ("mandate_given", "mandat donné"),
                            ("mandate_changed", "mandat changé"),
                            ("mandate_declined", "demande d’agir déclinée"),
                            ("mandate_ending", "fin prochaine d’un mandat"),
                            ("mandate_over", "dernier jour d’un mandat"),
                            ("mandate_ended", "mandat auquel quelqu’un a mis fin"),
                            ("child_soon_14", "enfant qui aura bientôt 14 ans"),
                            ("child_is_14", "enfant de 14 ans"),
                            ("helped_reminded", "rappel d’une personne aidée"),
                            ("personal", "rappel que la personne s’est fait"),
                            ("dossier", "du nouveau dans un dossier"),
                            ("decision", "décision rendue"),
                            ("dossier_late", "réponse en retard de l’organisme"),
                        ],
                        max_length=16,
                        verbose_name="nature",
                    ),
                ),
                ("subject_type", models.CharField(max_length=64)),
                ("subject_id", models.UUIDField()),
                ("created_at", models.DateTimeField(default=portal.clock.now, editable=False)),
                ("handled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="people.citizen"
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
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "avis",
                "verbose_name_plural": "avis",
                "ordering": ["created_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("handled_at", None)), fields=["created_at"], name="notice_unhandled"
                    ),
                    models.Index(fields=["subject_id"], name="notice_subject"),
                ],
            },
        ),
        swept("notices_notice"),
    ]
