"""From one environment to another, asked of each noun: what goes out comes back, and a file is never believed."""

import json
from copy import deepcopy
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.publishing import copies, transport
from portal.publishing.adapters import adapter_of, adapters
from portal.publishing.exceptions import BadFile, EditedMeanwhile
from portal.publishing.pages import address
from portal.publishing.plain_data import dumped_yaml
from portal.publishing.reading import content_in_force, content_to_edit
from portal.publishing.releases import publish
from portal.questions.models import Question
from programs.programs.models import Program
from reminders.kinds.models import DeadlineKind

pytestmark = pytest.mark.django_db


def payload(ledger, **more):
    content = content_to_edit(ledger.subject)
    return json.loads(transport.exported(ledger.subject, content, ledger.adapter)) | more


def in_columns(file):
    """Where the columns of a content stand in a file."""
    content = file["content"]
    return content.get("columns", content)


def raw(file) -> bytes:
    return json.dumps(file).encode()


def bring(ledger, file, **more):
    code, read = transport.brought(ledger.adapter, file)
    given = {"code": code, "organization": ledger.subject.organization, "by": ledger.by} | more
    return copies.bring(adapter=ledger.adapter, read=read, **given)


def problems(ledger, file):
    with pytest.raises(BadFile) as refusal:
        transport.brought(ledger.adapter, file)
    return refusal.value.problems


def imported(ledger, client, file, name="fichier.json"):
    options = ledger.subject._meta
    where = reverse(f"admin:{options.app_label}_{options.model_name}_import")
    sent = {"file": SimpleUploadedFile(name, file), "organization": str(ledger.subject.organization_id)}
    return client.post(where, sent)


@pytest.mark.parametrize("as_yaml", [False, True], ids=["json", "yaml"])
def test_what_goes_out_comes_back_to_the_letter(ledger, as_yaml):
    content = content_in_force(ledger.subject)
    file = transport.exported(ledger.subject, content, ledger.adapter, as_yaml=as_yaml)
    subject = bring(ledger, file.encode())
    assert subject == ledger.subject and content_to_edit(subject) == content
    assert content_in_force(subject) == content
    assert ledger.adapter.compare(content, content_to_edit(subject)) == []


def test_elsewhere_it_is_a_new_draft(ledger, people, ramq):
    subject = bring(ledger, raw(payload(ledger)), organization=ramq, by=people["daniel"])
    assert subject != ledger.subject and subject.organization == ramq and not subject.is_published
    content = content_to_edit(subject)
    assert ledger.adapter.title_of(content) == ledger.title()
    assert subject.versions.get().state == "draft"


@pytest.mark.parametrize("ledger", [Question], indirect=True, ids=["question"])
def test_what_was_brought_is_published_as_what_was_written(ledger, people, ramq):
    subject = bring(ledger, raw(payload(ledger)), organization=ramq, by=people["daniel"])
    publish(version=subject.versions.get(), by=people["daniel"])
    assert content_in_force(subject) == content_in_force(ledger.subject)


def test_every_program_of_the_reference_comes_back():
    adapter = adapter_of(Program)
    assert Program.objects.count() >= 46
    for program in Program.objects.select_related("organization"):
        content = content_in_force(program)
        for as_yaml in (False, True):
            file = transport.exported(program, content, adapter, as_yaml=as_yaml)
            _code, read = transport.brought(adapter, file.encode())
            assert adapter.from_file(read, program.organization, program) == content, program.code


def test_every_kind_of_the_reference_comes_back():
    adapter = adapter_of(DeadlineKind)
    assert DeadlineKind.objects.count() > 10
    for kind in DeadlineKind.objects.select_related("organization", "team"):
        content = content_in_force(kind)
        _code, read = transport.brought(adapter, transport.exported(kind, content, adapter).encode())
        assert adapter.from_file(read, kind.organization, kind) == content, kind.code


def test_a_second_file_does_not_write_over_a_draft(ledger):
    bring(ledger, raw(payload(ledger)))
    with pytest.raises(EditedMeanwhile):
        bring(ledger, raw(payload(ledger)))


def test_who_does_not_write_for_the_organization_brings_and_copies_nothing(ledger, people):
    count = ledger.adapter.subjects.objects.count()
    for other in (people["alain"], people["amelie"]):
        with pytest.raises(PermissionDenied):
            bring(ledger, raw(payload(ledger)), by=other)
        with pytest.raises(PermissionDenied):
            copies.duplicate(subject=ledger.subject, by=other)
    assert ledger.adapter.subjects.objects.count() == count


def test_a_copy_says_the_same_under_another_title(ledger):
    copy = copies.duplicate(subject=ledger.subject, by=ledger.by)
    assert copy != ledger.subject and not copy.is_published
    content = content_to_edit(copy)
    assert ledger.adapter.title_of(content) == f"{ledger.title()} (copie)"
    file, copied = payload(ledger), payload(replace(ledger, subject=copy))
    in_columns(file).pop(ledger.adapter.title)
    in_columns(copied).pop(ledger.adapter.title)
    assert copied["content"] == file["content"]
