"""«Télécharger mes données»: asked, made by a worker, announced, downloaded, erased."""

import io
import json
import os
import time
import zipfile
from uuid import UUID

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from portal.account_closing import actions as closing
from portal.account_closing import erasing
from portal.account_notices.actions import send_account_notices
from portal.data_exports import actions, calling, store, sweeping
from portal.data_exports.models import DataExport
from portal.data_exports.package import DATA
from portal.people.models import Citizen

pytestmark = pytest.mark.django_db
PAGE = "/compte/donnees/"


@pytest.fixture
def made(amelie) -> DataExport:
    export = actions.ask(by=amelie)
    assert actions.make(export_id=export.pk, by=None)
    export.refresh_from_db()
    return export


def test_from_nothing_to_the_file(amelie, signed_in):
    client = signed_in(amelie)
    assert "Préparer mon fichier" in client.get(PAGE).content.decode()
    assert client.post(PAGE).url == PAGE
    page = client.get(PAGE).content.decode()
    assert "Nous préparons votre fichier" in page and "Préparer mon fichier" not in page
    export = DataExport.objects.get()
    assert actions.make(export_id=export.pk, by=None)
    page = client.get(PAGE).content.decode()
    assert "Votre fichier est prêt" in page
    answer = client.get(f"{PAGE}{export.pk}/")
    content = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "application/zip" and int(answer["Content-Length"]) == len(content)
    assert answer["Cache-Control"] == "no-store" and "relais-mes-donnees-" in answer["Content-Disposition"]
    data = json.loads(zipfile.ZipFile(io.BytesIO(content)).read(DATA))
    assert data["accounts"][0]["email"] == amelie.email


def test_its_part_alone_is_drawn_again(amelie, signed_in):
    actions.ask(by=amelie)
    DataExport.objects.update(done=3, total=12)
    answer = signed_in(amelie).get(PAGE, headers={"HX-Request": "true"}).content.decode()
    assert "3 étapes sur 12" in answer and 'value="25"' in answer and "<html" not in answer


def test_asking_and_downloading_ask_again_who_is_there(amelie, made, signed_in, clock_offset):
    client = signed_in(amelie)
    clock_offset(minutes=11)
    assert client.post(PAGE).url.startswith("/compte/reauthenticate/")
    assert client.get(f"{PAGE}{made.pk}/").url.startswith("/compte/reauthenticate/")
    assert client.get(PAGE).status_code == 200


def test_nobody_else_has_it_not_even_who_acts_for_them(made, rachel, bruno, signed_in):
    for other in (rachel, bruno):
        assert signed_in(other).get(f"{PAGE}{made.pk}/").status_code == 404


def test_it_is_announced_without_a_word_of_it(amelie, made):
    send_account_notices()
    assert mail.outbox[-1].to == [amelie.email]
    assert "Le fichier de toutes vos données est prêt" in mail.outbox[-1].body and "http" not in mail.outbox[-1].body


def test_on_the_disk_it_is_sealed(made):
    raw = store.path_of(made.storage_key).read_bytes()
    assert not raw.startswith(b"PK") and b"donnees.json" not in raw


def test_asked_twice_it_is_one(amelie):
    assert actions.ask(by=amelie) == actions.ask(by=amelie)
    with pytest.raises(IntegrityError):
        DataExport.objects.create(account=amelie)


def test_three_times_a_day_and_the_page_says_so(amelie, signed_in):
    client = signed_in(amelie)
    for _ in range(3):
        client.post(PAGE)
        DataExport.objects.all().delete()
    assert "trois fois aujourd’hui" in client.post(PAGE, follow=True).content.decode()
    assert not DataExport.objects.exists()


def test_two_workers_make_it_once(amelie):
    export = actions.ask(by=amelie)
    assert [actions.make(export_id=export.pk, by=None) for _ in range(2)] == [True, False]


def test_what_fails_is_tried_again_then_told(amelie, signed_in, monkeypatch, caplog):
    export = actions.ask(by=amelie)

    def broken(subject, sink, *, note):
        sink.write(b"half")
        raise OSError

    monkeypatch.setattr(actions, "write_package", broken)
    for _ in range(calling.MOST_TRIES):
        assert not actions.make(export_id=export.pk, by=None)
    export.refresh_from_db()
    assert (export.state, export.storage_key) == ("failed", "")
    assert "n’avons pas pu" in signed_in(amelie).get(PAGE).content.decode()
    assert amelie.email not in caplog.text


def test_what_was_cut_is_called_again_once_its_lease_is_over(amelie, monkeypatch):
    export, called = actions.ask(by=amelie), []
    monkeypatch.setattr(sweeping, "call", called.append)
    claimed = actions._claimed(export.pk)
    assert claimed and sweeping.sweep() == 0
    DataExport.objects.update(claimed_until=calling.real_now() - calling.LEASE)
    assert sweeping.sweep() == 1 and called == [export.pk]


def test_a_week_later_row_and_file_are_gone(amelie, made, clock_offset, django_capture_on_commit_callbacks):
    path = store.path_of(made.storage_key)
    clock_offset(days=6)
    assert sweeping.erase_old() == 0 and path.exists()
    clock_offset(days=7, minutes=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert sweeping.erase_old() == 1
    assert not path.exists() and not DataExport.objects.exists()


def test_its_file_stays_with_a_row_that_stays(amelie, made, django_capture_on_commit_callbacks):
    path = store.path_of(made.storage_key)
    with pytest.raises(OSError, match="cut"), transaction.atomic():
        sweeping.erase_all(citizen=amelie.citizen, by=amelie)
        raise OSError("cut")
    assert path.exists() and DataExport.objects.get() == made
    with django_capture_on_commit_callbacks(execute=True):
        sweeping.erase_all(citizen=amelie.citizen, by=amelie)
        assert path.exists()
    assert not path.exists()


def test_a_file_that_no_row_names_is_erased_after_a_week(amelie, made):
    path, other = store.path_of(made.storage_key), store.place_for("0" * 32)
    other.write_bytes(b"x")
    week_old = time.time() - 8 * 86_400
    assert sweeping.erase_unnamed() == 0
    for one in (path, other):
        os.utime(one, (week_old, week_old))
    assert sweeping.erase_unnamed() == 1
    assert path.exists() and not other.exists()


def test_it_goes_with_the_account(amelie, made, clock_offset, django_capture_on_commit_callbacks):
    path = store.path_of(made.storage_key)
    closing.close(user=amelie, by=amelie)
    clock_offset(days=31)
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase_due()
    assert not path.exists() and not DataExport.objects.exists()


def test_the_command_writes_the_same_for_anybody(people, tmp_path, capsys):
    citizen = Citizen.objects.get(given_name="Georgette")
    for number, person in enumerate((people["amelie"].email, str(citizen.pk))):
        path = tmp_path / f"{number}.zip"
        call_command("export_person", person, to=path)
        assert "en clair" in capsys.readouterr().out
        assert path.stat().st_mode & 0o777 == 0o600
        assert json.loads(zipfile.ZipFile(path).read(DATA))["citizens"]
    with pytest.raises(CommandError, match="existe déjà"):
        call_command("export_person", str(citizen.pk), to=path)


@pytest.mark.parametrize("person", ["nobody@relais.example", str(UUID(int=0)), "nobody"])
def test_the_command_says_that_nobody_is_found(person, tmp_path, db):
    with pytest.raises(CommandError, match="Personne"):
        call_command("export_person", person, to=tmp_path / "a.zip")
