from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServedPerson",
            fields=[],
            options={
                "verbose_name": "personne servie",
                "verbose_name_plural": "servir une personne",
                "ordering": ["family_name", "given_name", "pk"],
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("people.citizen",),
        ),
    ]
