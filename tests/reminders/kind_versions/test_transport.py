"""A file from elsewhere is never believed."""

import copy
import json

import pytest

from portal.publishing.exceptions import EditedMeanwhile
from portal.publishing.reading import content_in_force
from reminders.kind_versions.actions import bring
from reminders.kind_versions.diff import compare
from reminders.kind_versions.starting import starting_content
from reminders.kind_versions.transport import LARGEST, BadFile, brought, exported
from reminders.kinds.models import DeadlineKind


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
    assert bring(content=brought(raw(file))[1], **fields).written.columns["team"] == "Accidents de la route"
    licence.versions.open().delete()
    for unknown in ("Une équipe d’ailleurs", None):
        file["content"]["columns"]["team"] = unknown
        assert bring(content=brought(raw(file))[1], **fields).written.columns["team"] == "Permis de conduire"
        licence.versions.open().delete()
    elsewhere = fields | {"organization": ramq, "by": people["daniel"], "code": "ailleurs"}
    assert bring(content=brought(raw(file))[1], **elsewhere).written.columns["team"] == ""


def test_what_goes_out_comes_back(licence, file):
    code, content = brought(raw(file))
    assert code == licence.code and content.columns == content_in_force(licence).columns
    assert [step.offset_days for step in content.steps] == [-30, -7, -1, 1, 7]


@pytest.mark.parametrize(
    "expected",
    [b"", b"\xff\xfe", b"[]", b"null", b"{}", b'{"format": "other"}', b"[" * 100_000, b"x" * (LARGEST + 1)],
    ids=range(8),
)
def test_what_is_no_file_of_ours_is_refused_in_words(expected):
    with pytest.raises(BadFile, match=r"\w+ .*\."):
        brought(expected)


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
        brought(raw(result))


def test_row_ids_of_another_environment_mean_nothing(file):
    file["content"]["steps"][0]["id"] = 1
    assert {step.id for step in brought(raw(file))[1].steps} == {None}


def test_bringing_again_is_a_draft_whose_steps_are_the_same(licence, file, saaq, saaq_administrator):
    code, content = brought(raw(file))
    draft = bring(code=code, content=content, organization=saaq, by=saaq_administrator)
    assert draft.kind == licence and draft.state == "draft"
    assert [step.id for step in draft.written.steps] == [step.id for step in content_in_force(licence).steps]
    with pytest.raises(EditedMeanwhile):
        bring(code=code, content=content, organization=saaq, by=saaq_administrator)


def test_an_export_of_a_kind_that_says_nothing_can_be_read_again():
    blank = starting_content(title="Vide", nature="payout")
    kind = DeadlineKind(code="vide", organization=DeadlineKind.organization.field.related_model(code="x"))
    assert brought(exported(kind, blank).encode())[1] == blank


def test_rows_without_their_words_are_compared_all_the_same(licence, file, saaq, saaq_administrator):
    """What the file does not say is not said; the page of differences shows the rest."""
    file["content"]["columns"] |= {"sources": [{"kind": "official"}], "amounts": [{"value": 3}]}
    code, content = brought(raw(file))
    bring(code=code, content=content, organization=saaq, by=saaq_administrator)
    changed = {change.code: change.after for change in compare(content_in_force(licence), content)}
    assert "3" in changed["amounts"] and "sources" in changed
