"""The database refuses a held document without its reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0019_document_held_reasons")]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                models.F("damaged_at"),
                condition=models.Q(("damaged_at__isnull", False)),
                name="document_damaged",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_because__gt", ""), ("held_since__isnull", False), ("state", "held")),
                    models.Q(
                        models.Q(("state", "held"), _negated=True),
                        ("held_because", ""),
                        ("held_since", None),
                    ),
                    _connector="OR",
                ),
                name="document_held_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("damaged_at", None), ("state", "available"), _connector="OR"),
                name="document_damaged_was_available",
            ),
        ),
    ]
