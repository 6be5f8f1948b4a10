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


NOT_OURS = [b"", b"\xff\xfe", b"[]", b"null", b"{}", b"x", b"[" * 100_000, b"x" * (transport.LARGEST + 1)]
NOT_OURS += [b'{"format": "other"}', b'{"a": 1, "a": 2}', b"a: &a [x]\nb: [*a, *a]", b"\x00", b'{"a": NaN}']


@pytest.mark.parametrize("file", NOT_OURS, ids=range(len(NOT_OURS)))
def test_what_is_no_file_of_ours_is_refused_in_words(ledger, file):
    [problem] = problems(ledger, file)
    assert problem.endswith(".") and " " in problem


def test_another_nouns_file_is_named(ledger):
    for other in adapters():
        if other is not ledger.adapter:
            [problem] = problems(ledger, raw({"format": transport.format_of(other)}))
            assert str(other.subjects._meta.verbose_name) in problem


def test_another_version_of_the_schema_is_refused(ledger):
    [problem] = problems(ledger, raw(payload(ledger, format_version=99)))
    assert problem.startswith("format_version")


def test_every_problem_is_said_where_it_stands(ledger):
    file = payload(ledger, another=1)
    in_columns(file).update({ledger.adapter.title: 12, "surprise": "x"})
    found = problems(ledger, raw(file))
    assert len(found) == 3 and all(problem.endswith(".") for problem in found)
    assert "another\u00a0: ce champ n’est pas connu." in found
    assert any(f"{ledger.adapter.title}\u00a0: il faut un texte." in problem for problem in found)
    assert any("surprise" in problem for problem in found)


@pytest.mark.parametrize("value", ["", "  ", "x" * 201, None, [], "moitié \ud83d", "nul \x00"], ids=range(7))
def test_a_title_that_says_nothing_or_too_much_is_refused(ledger, value):
    file = payload(ledger)
    in_columns(file)[ledger.adapter.title] = value
    assert problems(ledger, raw(file))


def test_a_file_where_all_is_wrong_says_its_first_problems(ledger):
    file = payload(ledger)
    in_columns(file).update({f"x{number}": 1 for number in range(500)})
    found = problems(ledger, raw(file))
    assert len(found) == transport.MOST_PROBLEMS + 1 and found[-1] == "… et 470 autres."


HOSTILE_PROGRAM = [
    ("criteria", {}),
    ("criteria", {"all": []}),
    ("criteria", {"fact": "age", "op": "is", "value": 1}),
    ("criteria", {"fact": "age", "op": "gte", "value": 65, "surprise": 1}),
    ("criteria", {"fact": "age", "op": "gte"}),
    ("criteria", {"fact": "age", "op": "gte", "value": 65, "label_fr": ["x"]}),
    ("criteria", {"any": [{"fact": "age", "op": "gte", "value": 65}] * 121}),
    ("criteria", {"fact": "nowhere", "op": "eq", "value": True}),
    ("criteria", {"fact": "birth_date", "op": "lt", "value": "2000-01-01"}),
    ("screening_facts", ["nowhere"]),
    ("examples", [{"name": "x", "as_of": "2026-01-01", "facts": {"children": [1]}, "verdict": "unknown"}]),
    ("examples", [{"name": "x", "as_of": "hier", "facts": {}, "verdict": "unknown"}]),
    ("examples", [{"name": "x", "as_of": "2026-01-01", "facts": {}, "verdict": "perhaps"}]),
    ("amounts", [{"label_fr": "x", "value": "1", "unit": "CAD", "confidence": "official_page"}]),
    ("amounts", [{"label_fr": "x", "value": True, "unit": "CAD", "confidence": "official_page"}]),
    ("theme", "weapon"),
    ("official_url", "javascript:alert(1)"),
    ("documents", [{"id": "", "fr": "x"}]),
    ("sources", ["https://a.example"]),
]


@pytest.mark.parametrize(("name", "value"), HOSTILE_PROGRAM, ids=range(len(HOSTILE_PROGRAM)))
@pytest.mark.parametrize("ledger", [Program], indirect=True, ids=["program"])
def test_every_value_of_a_program_is_checked(ledger, name, value):
    file = deepcopy(payload(ledger))
    file["content"][name] = value
    with pytest.raises(BadFile, match=r"\."):
        bring(ledger, raw(file))
    assert not ledger.subject.versions.exists()


@pytest.mark.parametrize("ledger", [Question], indirect=True, ids=["question"])
def test_what_a_file_does_not_say_stays(ledger):
    Question.objects.filter(pk=ledger.subject.pk).update(position=3, answer_en="At the counter.")
    words = {"question_fr": "Où aller?", "answer_fr": "À la maison."}
    subject = bring(ledger, raw(payload(ledger, content=words)))
    assert content_to_edit(subject) == content_in_force(subject) | {"answer_fr": "À la maison."}


def test_the_pages_export_copy_and_import(ledger, signed_in):
    client = signed_in(ledger.by)
    page = client.get(address("change", ledger.subject)).content.decode()
    assert address("export", ledger.subject) in page and address("duplicate", ledger.subject) in page
    answer = client.get(address("export", ledger.subject))
    assert answer["Content-Disposition"].endswith('.json"') and json.loads(answer.content) == payload(ledger)
    as_yaml = client.get(address("export", ledger.subject) + "?yaml")
    assert as_yaml["Content-Disposition"].endswith('.yaml"')
    made = imported(ledger, client, as_yaml.content, "fichier.yaml")
    assert made.status_code == 302 and made.url == address("edit", ledger.subject)
    assert "est déjà publié" in client.get(made.url).content.decode()
    again = imported(ledger, client, answer.content)
    assert again.status_code == 422 and "Un brouillon est déjà ouvert" in again.content.decode()


def test_a_former_version_is_exported_too(ledger, signed_in):
    ledger.draft("Un autre titre")
    client, versions = signed_in(ledger.by), ledger.subject.versions
    for version in versions.all():
        answer = client.get(address("export_version", ledger.subject, number=version.number))
        read = transport.brought(ledger.adapter, answer.content)[1]
        assert ledger.adapter.from_file(read, ledger.subject.organization, ledger.subject) == version.written
    assert client.get(address("export_version", ledger.subject, number=99)).status_code == 404


def test_a_bad_file_says_all_of_it_on_the_page_and_writes_nothing(ledger, signed_in):
    client, count = signed_in(ledger.by), ledger.adapter.subjects.objects.count()
    file = payload(ledger, another=1)
    in_columns(file)[ledger.adapter.title] = 12
    answer = imported(ledger, client, raw(file))
    page = answer.content.decode()
    assert answer.status_code == 422 and "ce champ n’est pas connu" in page and "il faut un texte" in page
    assert ledger.adapter.subjects.objects.count() == count and not ledger.subject.versions.open().exists()


def test_the_schema_is_downloaded_and_says_what_a_file_holds(ledger, signed_in):
    options = ledger.subject._meta
    where = reverse(f"admin:{options.app_label}_{options.model_name}_schema")
    found = json.loads(signed_in(ledger.by).get(where).content)
    assert found["additionalProperties"] is False and "content" in found["required"]
    assert ledger.adapter.title in json.dumps(found["$defs"])


@pytest.mark.parametrize("key", ["amelie", "alain", "sylvie", "diane"])
def test_to_others_these_pages_do_not_exist(ledger, people, signed_in, key):
    client, options = signed_in(people[key]), ledger.subject._meta
    for name in ("export", "duplicate"):
        assert client.post(address(name, ledger.subject)).status_code == 404
        assert client.get(address(name, ledger.subject)).status_code == 404
    for name in ("import", "schema"):
        assert client.get(reverse(f"admin:{options.app_label}_{options.model_name}_{name}")).status_code in {403, 404}


def test_yaml_written_by_a_person_is_read(ledger):
    file = payload(ledger)
    assert transport.brought(ledger.adapter, dumped_yaml(file).encode())[0] == file["code"]
