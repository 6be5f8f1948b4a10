"""What each process refuses to start with, besides other keys: tables, role, kind of database."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from portal.installation import starting
from portal.installation.models import Installation


@pytest.mark.django_db
def test_all_is_met_here() -> None:
    starting.check()


@pytest.mark.django_db
def test_a_pending_migration_is_named(monkeypatch) -> None:
    applied = dict(MigrationRecorder(connections["default"]).applied_migrations())
    applied.pop(("people", "0001_initial"))
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: applied)
    with pytest.raises(starting.NotReady, match="people.0001_initial.*manage.py migrate"):
        starting.tables_are_of_this_code()


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_owner_of_the_tables_does_not_serve_pages(monkeypatch) -> None:
    monkeypatch.setattr(starting, "connection", connections["owner"])
    with pytest.raises(starting.NotReady, match=r"owns \d+ tables"):
        starting.role_is_bounded()


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "words"), [(True, "this database is a real one"), (False, "demonstration's")])
def test_a_demonstration_and_a_real_database_do_not_serve_each_other(settings, demo: bool, words: str) -> None:
    settings.DEMO = demo
    Installation.objects.update(is_demonstration=not demo)
    with pytest.raises(starting.NotReady, match=words):
        starting.is_what_it_says()


@pytest.mark.django_db
def test_tables_of_an_earlier_numbering_are_refused_in_one_sentence(monkeypatch):
    known = MigrationRecorder(connections["default"]).applied_migrations()
    applied = known | {("portal", "0001_initial"): None}
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: applied)
    with pytest.raises(starting.NotReady, match="empty database"):
        starting.tables_are_of_this_code()
    with pytest.raises(CommandError, match="empty database"):
        call_command("migrate", database="default")
