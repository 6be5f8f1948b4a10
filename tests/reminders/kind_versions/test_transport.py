"""A file from elsewhere is never believed."""

import copy
import json

import pytest

from portal.publishing import copies, transport
from portal.publishing.adapters import adapter_of
from portal.publishing.exceptions import BadFile, EditedMeanwhile
from portal.publishing.reading import content_in_force
from reminders.kind_versions.diff import compare
from reminders.kind_versions.starting import starting_content
from reminders.kinds.models import DeadlineKind

ADAPTER = adapter_of(DeadlineKind)


def exported(kind, content):
    return transport.exported(kind, content, ADAPTER)


def read(raw):
    """(The code in a file, its content as that of a new kind.)"""
    code, found = transport.brought(ADAPTER, raw)
    return code, found.content()


def bring(file, *, code=None, **fields):
    """The draft of the kind that a file brings."""
    found_code, found = transport.brought(ADAPTER, raw(file))
    kind = copies.bring(adapter=ADAPTER, code=code or found_code, read=found, **fields)
    return kind.versions.open().get()


@pytest.fixture
def file(licence) -> dict:
    return json.loads(exported(licence, content_in_force(licence)))


def raw(result) -> bytes:
    return json.dumps(result).encode()


def test_the_team_travels_by_its_name(licence, file, saaq, ramq, saaq_administrator, people):
    """Into an organization that has none of that name, the kind keeps its own, or is left to be chosen."""
    assert file["content"]["columns"]["team"] == "Permis de conduire"
    fields = {"code": licence.code, "by": saaq_administrator, "organization": saaq}
    file["content"]["columns"]["team"] = "Accidents de la route"
    assert bring(file, **fields).written.columns["team"] == "Accidents de la route"
    licence.versions.open().delete()
    for unknown in ("Une équipe d’ailleurs", None):
        file["content"]["columns"]["team"] = unknown
        assert bring(file, **fields).written.columns["team"] == "Permis de conduire"
        licence.versions.open().delete()
    elsewhere = fields | {"organization": ramq, "by": people["daniel"], "code": "ailleurs"}
    assert bring(file, **elsewhere).written.columns["team"] == ""


def test_what_goes_out_comes_back(licence, file):
    code, content = read(raw(file))
    assert code == licence.code and content.columns == content_in_force(licence).columns
    assert [step.offset_days for step in content.steps] == [-30, -7, -1, 1, 7]


@pytest.mark.parametrize(
    "expected",
    [b"", b"\xff\xfe", b"[]", b"null", b"{}", b'{"format": "other"}', b"[" * 100_000, b"x" * (transport.LARGEST + 1)],
    ids=range(8),
)
def test_what_is_no_file_of_ours_is_refused_in_words(expected):
    with pytest.raises(BadFile, match=r"\w+ .*\."):
        read(expected)


HOSTILE = [
    ("columns.title_fr", ""),
    ("columns.title_fr", "x" * 201),
    ("columns.title_fr", 12),
    ("columns.consequence_fr", ["a"]),
    ("columns.consequence_fr", "nul \x00"),
    ("columns.nature", "weapon"),
    ("columns.style", None),
    ("columns.channels", "sms"),
    ("columns.channels", ["fax"]),
    ("columns.channels", [{}]),
    ("columns.procedure_fr", "a"),
    ("columns.procedure_fr", ["a"] * 101),
    ("columns.official_url", "javascript:alert(1)"),
    ("columns.sources", [{"url": "javascript:alert(1)"}]),
    ("columns.sources", ["https://a.example"]),
    ("columns.tiers", [{"after_days": "1"}]),
    ("columns.tiers", [{"after_days": 1, "label_fr": {}}]),
    ("columns.tiers", [{"after_days": 1, "source": "data:text/html,x"}]),
    ("columns.basis", "calendar:13-45"),
    ("columns.basis", "birth_date:65+0"),
    ("columns.basis", "event:move+9999y"),
    ("columns.note_fr", "moitié \ud83d d’un signe"),
    ("columns.tiers", [{"after_days": 1, "label_fr": "Frais", "unit": "nul \x00"}]),
    ("columns.tiers", [{"after_days": 1, "label_fr": "Frais", "amount": float("nan")}]),
    ("columns.send_at", "25:00"),
    ("columns.send_at", 9),
    ("columns.daily_cap", -1),
    ("columns.daily_cap", True),
    ("columns", []),
    ("steps", {}),
    ("steps", [[]]),
    ("steps", [{"moment": "never"}]),
    ("steps", [{"moment": "date", "offset_days": 10**9}]),
    ("steps", [{"moment": "done", "offset_days": 3}]),
    ("steps", [{"moment": "date", "text_fr": "x" * 1001}]),
    ("steps", [{"moment": "date", "by_channel": {"fax": {"fr": "x"}}}]),
    ("steps", [{"moment": "date", "by_channel": []}] * 41),
]


@pytest.mark.parametrize(("place", "value"), HOSTILE, ids=range(len(HOSTILE)))
def test_every_value_is_checked(file, place, value):
    result = copy.deepcopy(file)
    target = result["content"]
    *path, last = place.split(".")
    for name in path:
        target = target[name]
    target[last] = value
    with pytest.raises(BadFile):
        read(raw(result))


def test_row_ids_of_another_environment_mean_nothing(file):
    assert {step.id for step in read(raw(file))[1].steps} == {None}
    file["content"]["steps"][0]["id"] = 1
    with pytest.raises(BadFile, match=r"content.steps\[1\].id"):
        read(raw(file))


def test_bringing_again_is_a_draft_whose_steps_are_the_same(licence, file, saaq, saaq_administrator):
    draft = bring(file, organization=saaq, by=saaq_administrator)
    assert draft.kind == licence and draft.state == "draft"
    assert [step.id for step in draft.written.steps] == [step.id for step in content_in_force(licence).steps]
    with pytest.raises(EditedMeanwhile):
        bring(file, organization=saaq, by=saaq_administrator)


def test_an_export_of_a_kind_that_says_nothing_can_be_read_again():
    blank = starting_content(title="Vide", nature="payout")
    kind = DeadlineKind(code="vide", organization=DeadlineKind.organization.field.related_model(code="x"))
    assert read(exported(kind, blank).encode())[1] == blank


def test_rows_without_their_words_are_compared_all_the_same(licence, file, saaq, saaq_administrator):
    """What the file does not say is not said; the page of differences shows the rest."""
    file["content"]["columns"] |= {"sources": [{"kind": "official"}], "amounts": [{"value": 3}]}
    content = bring(file, organization=saaq, by=saaq_administrator).written
    changed = {change.code: change.after for change in compare(content_in_force(licence), content)}
    assert "3" in changed["amounts"] and "sources" in changed
