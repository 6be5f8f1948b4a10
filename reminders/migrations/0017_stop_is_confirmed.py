"""An automatic answer says that text messages stop."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0016_replies")]

    operations = [
        migrations.AlterField(
            model_name="automaticanswer",
            name="text",
            field=models.CharField(
                choices=[
                    ("help", "aide"),
                    ("passed", "réponse transmise"),
                    ("unread", "où nous écrire"),
                    ("stopped", "textos arrêtés"),
                ],
                max_length=8,
            ),
        ),
    ]
