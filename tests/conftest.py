"""The world of the tests is hostile: undefined template variables fail, warnings are errors, sockets reach loopback
only, a GET that writes fails. The database is the real one; tests connect as the web role.
"""

import gc
import os
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

from portal.catalogue.shared_pages import PAGES
from portal.demonstration.seeds import seed
from portal.foundation.crypto.keys import create_keyset
from portal.installation import folder
from portal.installation.actions import establish, mark_folder
from portal.installation.models import Installation
from portal.launch.locks import held
from programs.facts.models import FactDefinition
from programs.life_events.models import LifeEvent
from programs.programs.models import Program
from programs.prompts.models import Prompt
from programs.reference_import.actions import import_reference
from reminders.demonstration.seeds import offer
from reminders.kind_versions.models import KindVersion
from reminders.kinds.actions import import_deadlines
from reminders.kinds.models import DeadlineKind, ReminderStep
from tests import databases

KEYS = Path(os.environ["ENCRYPTION_KEYS"])
with held(KEYS.with_suffix(".lock")):
    if not KEYS.exists():  # the groups of one run share a keyset, as they share what it sealed
        create_keyset(KEYS)
# Names of static files without a manifest: collecting them is the demonstration's work, and its browser walk proves it.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.PASSWORD_HASHERS = ["tests.hashers.QuickArgon2"]
pytest_plugins = ["tests.hostile", "tests.people", "tests.stories"]
# How fast examples are drawn is the machine's matter, not the suite's.
hypothesis.settings.register_profile("relais", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("relais")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, request):
    """The owner makes the test database and its tables; tests then connect as the web role, which owns nothing."""
    name = databases.name()
    with django_db_blocker.unblock():
        databases.create(name, seed=_seed, without_migrations=request.config.getvalue("nomigrations"))
        _install()
    yield
    with django_db_blocker.unblock():
        databases.drop(name)


def _install() -> None:
    """The keys and the folder are this run's, and the database a copy: as `migrate` does for a new one."""
    Installation.objects.all().delete()
    (folder.root() / folder.MARKER).unlink(missing_ok=True)
    establish()
    mark_folder()


def _seed() -> None:
    """What every test finds, made once (password hashing is slow on purpose, a hundred records are many): each test
    rolls back to here."""
    people = {}
    seed(people)
    import_reference(by=None)
    import_deadlines(by=None)
    offer("permis-conduire-paiement", by=people["emile"])


@pytest.fixture(autouse=True)
def _pages_of_others():
    """A page made in a test, of what it set and took back, is answered in no other."""
    PAGES.clear()


@pytest.fixture
def clock_offset():
    """Moves the portal's clock: `clock_offset(days=3)`. Put back afterwards."""
    path = Path(os.environ["CLOCK_OFFSET_FILE"])

    def move(*, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        path.write_text(str(((days * 24 + hours) * 60 + minutes) * 60 + seconds))

    yield move
    path.unlink(missing_ok=True)


@pytest.fixture
def nothing_imported(db):
    """As before the first import of the reference."""
    for model in (Prompt, LifeEvent, Program, FactDefinition, KindVersion, ReminderStep, DeadlineKind):
        model.objects.all().delete()


def pytest_collection_modifyitems(items):
    """Browser walks come last: the rest tells sooner. They share one demonstration, in the order of their names."""
    items.sort(key=lambda item: "browser" in item.keywords)


def pytest_collection_finish():
    """Modules and tests stay to the end: the collector stops going through them."""
    gc.collect()
    gc.freeze()
