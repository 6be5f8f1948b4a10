"""The recipes of `docs/adding` are followed, and what they promise is looked at."""

import datetime as dt
import importlib
import importlib.util
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.test import override_settings
from django.urls import clear_url_caches, reverse
from django.utils.module_loading import autodiscover_modules

import portal
from portal import urls
from portal.access.grants import grant_web_role
from portal.audit import sentences
from portal.audit.models import AuditEvent
from portal.foundation.reference import read_yaml
from portal.organizations.models import Organization
from programs.facts.actions import import_facts
from programs.facts.models import FactDefinition
from reminders.kinds import reference
from tests.adding.recipes import ROOT, blocks, follow

CLOSURES = "portal.closures"


@pytest.mark.parametrize("name", [path.stem for path in sorted((ROOT / "docs" / "adding").glob("a*.md"))])
def test_a_recipe_shows_what_to_write(name):
    assert blocks(name)


def test_the_recipe_of_a_channel_shows_the_channel_that_is_tried():
    for block in blocks("a-channel"):
        assert block.text in (ROOT / block.path).read_text(encoding="utf-8")


def test_the_recipe_of_a_role(tmp_path):
    follow("a-role", tmp_path)
    spec = importlib.util.spec_from_file_location(
        "permissions_of_the_recipe", tmp_path / "portal/access/permissions.py"
    )
    changed = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(changed)
    auditor = changed.Role.AUDITOR
    assert auditor.sentence.startswith("Lit le journal")
    assert auditor in changed.Permission.VIEW_JOURNAL.roles
    assert auditor not in changed.Permission.VIEW_DOSSIERS.roles


@pytest.mark.django_db
def test_the_recipe_of_a_fact(tmp_path):
    follow("a-fact", tmp_path)
    folder = tmp_path / "programs/reference"
    assert import_facts(reference=read_yaml(folder / "facts.yaml") | read_yaml(folder / "questions.yaml"), by=None) >= 1
    fact = FactDefinition.objects.get(code="service_animal")
    assert fact.question_fr == "Avez-vous un animal d’assistance?"
    assert "service_animal = columns.yes_no()" in (tmp_path / "programs/profiles/models.py").read_text()


def test_the_recipe_of_a_deadline_kind(tmp_path):
    follow("a-deadline-kind", tmp_path)
    _, records = reference.read(tmp_path / "reminders/reference/deadlines.yaml")
    kind = next(record for record in records if record.code == "permis-chien")
    assert [offset for offset, *_ in kind.steps] == [-30, 7]


@pytest.mark.django_db
def test_the_pages_that_the_recipe_of_a_deadline_kind_names(signed_in, saaq_administrator):
    client = signed_in(saaq_administrator)
    for name in ("add", "import"):
        address = reverse(f"admin:kinds_deadlinekind_{name}")
        assert address in (ROOT / "docs/adding/a-deadline-kind.md").read_text(encoding="utf-8")
        assert client.get(address).status_code == 200


@pytest.fixture(scope="module")
def closures(tmp_path_factory, django_db_setup, django_db_blocker):
    """The app of the recipe, installed; its table made by the owner. Everything is put back afterwards."""
    folder = tmp_path_factory.mktemp("recipe")
    follow("an-app", folder)
    (folder / "portal/closures/__init__.py").touch()
    known = dict(sentences._sentences)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(portal, "__path__", [*portal.__path__, str(folder / "portal")])
        yield from _installed([*django_settings.INSTALLED_APPS, CLOSURES], django_db_blocker)
    _forget(known)


def _installed(installed: list[str], django_db_blocker):
    with override_settings(INSTALLED_APPS=installed):
        model = apps.get_model("closures", "Closure")
        with django_db_blocker.unblock():
            with connections["owner"].schema_editor() as editor:
                editor.create_model(model)
            grant_web_role("owner")
        autodiscover_modules("admin", register_to=admin.site)
        _reload_addresses()
        yield importlib.import_module(f"{CLOSURES}.actions")
        admin.site.unregister(model)
        with django_db_blocker.unblock(), connections["owner"].schema_editor() as editor:
            editor.delete_model(model)


def _reload_addresses() -> None:
    importlib.reload(urls)
    clear_url_caches()


def _forget(known: dict) -> None:
    sentences._sentences.clear()
    sentences._sentences.update(known)
    apps.all_models.pop("closures", None)
    apps.clear_cache()
    for name in [name for name in sys.modules if name.startswith(CLOSURES)]:
        del sys.modules[name]
    _reload_addresses()


@pytest.mark.django_db
def test_the_recipe_of_an_app(closures, signed_in, saaq_administrator, saaq_agent):
    saaq = Organization.objects.get(code="saaq")
    closure = closures.declare(
        organization=saaq, day=dt.date(2027, 6, 24), reason="Fête nationale", by=saaq_administrator
    )
    assert AuditEvent.objects.get(verb="closure.declared").organization_id == saaq.pk
    assert sentences.sentence_of("closure.declared") == "a déclaré un jour de fermeture"
    client = signed_in(saaq_administrator)
    assert "Fête nationale" in client.get("/gestion/closures/closure/").text
    assert "Jours de fermeture" in client.get("/gestion/").text
    assert signed_in(saaq_agent).get(f"/gestion/closures/closure/{closure.pk}/change/").status_code in {403, 404}
    with pytest.raises(PermissionDenied):
        closures.declare(organization=saaq, day=dt.date(2027, 7, 1), reason="Non", by=saaq_agent)


def test_the_recipe_of_an_app_installs_it(tmp_path):
    follow("an-app", tmp_path)
    text = Path(tmp_path / "portal/installed_apps.py").read_text(encoding="utf-8")
    assert f'"{CLOSURES}",' in text
