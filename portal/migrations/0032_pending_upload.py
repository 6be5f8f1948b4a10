"""Files received with a form that was not accepted, kept for its next try."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.crypto.fields


class Migration(migrations.Migration):
    dependencies = [("portal", "0031_document_rebuilt_because")]

    operations = [
        migrations.CreateModel(
            name="PendingUpload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", portal.crypto.fields.SealedTextField()),
                ("content_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("storage_key", models.CharField(max_length=32, unique=True)),
                ("received_at", models.DateTimeField(db_index=True, default=portal.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ["received_at", "id"]},
        ),
    ]
