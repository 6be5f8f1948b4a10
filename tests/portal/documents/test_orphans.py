"""The cleaning of files that no document names never empties a folder."""

import datetime as dt
import os
import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from portal.documents import orphans, store
from portal.documents.models import Document
from portal.documents.uploads import seal_upload
from portal.installation import folder, restores
from portal.installation.actions import FolderRefused, allow_orphans, mark_folder
from portal.installation.models import Installation
from tests.portal.documents import corpus
from tests.portal.documents.deposits import accepted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """A folder of this test alone, marked as this database's."""
    storages = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}}
    settings.STORAGES = storages
    folder.write_marker(Installation.objects.get().number)
    return tmp_path


def orphan(age: float = 2 * 3600) -> str:
    upload = seal_upload("a.pdf", corpus.pdf())
    os.utime(store.path_of(upload.key), (time.time() - age,) * 2)
    return upload.key


def age_aside(days: int) -> None:
    """What is set aside was set aside so many days ago."""
    for day in store.aside():
        path = Path(default_storage.path(f"set-aside/{day}"))
        path.rename(path.with_name((dt.date.fromisoformat(day) - dt.timedelta(days=days)).isoformat()))


def test_an_orphan_is_set_aside_then_erased_after_thirty_days(amelie, saaq_team) -> None:
    kept = accepted(amelie, team=saaq_team)
    os.utime(store.path_of(kept.storage_key), (0, 0))
    old, young = orphan(), orphan(age=60)
    assert orphans.clean() == 1
    assert store.path_of(kept.storage_key).exists() and store.path_of(young).exists()
    assert not store.path_of(old).exists() and list(store.aside().values()) == [[old]]
    age_aside(days=29)
    orphans.clean()
    assert list(store.aside().values()) == [[old]]
    age_aside(days=2)
    orphans.clean()
    assert store.aside() == {}


def test_what_is_named_again_is_put_back(amelie, saaq_team) -> None:
    """An older database lost its rows; the right dump is restored."""
    document = accepted(amelie, team=saaq_team)
    os.utime(store.path_of(document.storage_key), (0, 0))
    Document.objects.update(storage_key="f" * 32)
    assert orphans.clean() == 1
    Document.objects.update(storage_key=document.storage_key)
    orphans.clean()
    assert store.path_of(document.storage_key).exists()


@pytest.mark.parametrize("marker", [None, '{"installation": "00000000-0000-0000-0000-000000000000"}', "{"])
def test_in_a_folder_that_is_not_ours_nothing_is_touched(own_folder, marker, caplog) -> None:
    key = orphan()
    (own_folder / folder.MARKER).unlink()
    if marker:
        (own_folder / folder.MARKER).write_text(marker)
    assert orphans.clean() == 0
    assert store.path_of(key).exists() and "nothing is touched" in caplog.text


def test_a_newly_made_database_empties_nobody_s_folder(own_folder) -> None:
    """Finding 3: the same folder, a database freshly migrated."""
    keys = [orphan() for _ in range(5)]
    Installation.objects.update(number="00000000-0000-0000-0000-000000000001", folder_marked_at=None)
    folder._numbers.clear()
    try:
        assert orphans.clean() == 0 and all(store.path_of(key).exists() for key in keys)
        with pytest.raises(FolderRefused, match="another installation"):
            mark_folder()
        (own_folder / folder.MARKER).unlink()
        with pytest.raises(FolderRefused, match="this database knows none"):
            mark_folder()
    finally:
        folder._numbers.clear()


@pytest.mark.parametrize("sign", ["tables made again", "a copy", "another timeline", "a folder that counts more"])
def test_after_a_restore_nothing_moves_for_seven_days(sign, caplog) -> None:
    installation = Installation.objects.get()
    made, timeline = installation.birthmark.split(":")
    if sign == "tables made again":
        Installation.objects.update(birthmark=f"{made.split('.')[0]}.1:{timeline}")
    elif sign == "a copy":
        Installation.objects.update(birthmark=f"1.{made.split('.')[1]}:{timeline}")
    elif sign == "another timeline":
        Installation.objects.update(birthmark=f"{made}:FFFFFFFF")
    else:
        orphans.clean()
        Installation.objects.update(cleanings=installation.cleanings)
    key = orphan()
    assert orphans.clean() == 0 and store.path_of(key).exists() and "the database was restored" in caplog.text
    week = restores.QUIET - dt.timedelta(hours=1)
    Installation.objects.update(restored_at=dt.datetime.now(dt.UTC) - week)
    assert orphans.clean() == 0
    Installation.objects.update(restored_at=dt.datetime.now(dt.UTC) - restores.QUIET)
    assert orphans.clean() == 1


def test_too_many_at_once_stop_the_cleaning_until_an_operator_decides(people, signed_in, caplog) -> None:
    keys = [orphan() for _ in range(21)]
    assert orphans.clean() == 0 and all(store.path_of(key).exists() for key in keys)
    assert "too many at once" in caplog.text
    page = "/gestion/installation/installation/1/change/"
    olga = signed_in(people["olga"])
    shown = olga.get(page).content.decode()
    assert "21 fichiers n’appartiennent à aucun document" in shown
    assert signed_in(people["emile"]).get(page).status_code in {302, 403, 404}
    assert olga.post(page).status_code == 302 and not allow_orphans(by=people["olga"])
    assert orphans.clean() == 21
    assert Installation.objects.get().orphans_found == 0


def test_twenty_or_one_in_a_hundred_do_not(monkeypatch) -> None:
    for _ in range(20):
        orphan()
    assert orphans.clean() == 20
    monkeypatch.setattr(orphans, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(orphans, "MOST_SHARE", 0.5)
    orphan(), orphan(), orphan(age=0), orphan(age=0)
    assert orphans.clean() == 2
