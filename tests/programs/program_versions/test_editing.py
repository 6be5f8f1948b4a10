"""The pages of a draft: nothing changes for the public, nothing typed is lost, others see nothing."""

import re

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from programs.program_versions.models import ProgramVersion
from programs.programs.models import Program

pytestmark = pytest.mark.django_db
PAGES = ["edit", "criteria", "examples", "preview", "publish", "ledger", "vouch"]
ATTACK = "<script>alert(1)</script>"


def draft_of(program):
    return program.versions.open().get()


def test_the_pages_of_one_program_in_five_open(catalogue, signed_in, saaq_administrator, saaq):
    Program.objects.update(organization=saaq)
    client = signed_in(saaq_administrator)
    for program in Program.objects.order_by("code")[::5]:
        for name in ("change", "edit", "criteria", "examples"):
            answer = client.get(reverse(f"admin:programs_program_{name}", args=[program.pk]))
            assert answer.status_code == 200, (program.code, name)


def test_the_pages_sent_back_untouched_change_nothing(catalogue, signed_in, saaq_administrator, saaq, room):
    for program in Program.objects.order_by("code")[::4]:
        Program.objects.filter(pk=program.pk).update(organization=saaq)
        room.program = program
        for name in ("edit", "criteria"):
            assert room.post(name, room.as_shown(name)).status_code == 302, (program.code, name)
        content = draft_of(program).content
        for column, value in content.items():
            assert value == getattr(program, column), (program.code, column)


def test_words_become_a_draft_and_the_public_page_stays(room, program, client):
    said = room.as_shown("edit") | {"summary_fr": "Nos mots à nous."}
    assert room.post("edit", said).status_code == 302
    assert draft_of(program).content["summary_fr"] == "Nos mots à nous."
    assert "Nos mots à nous." not in client.get(program.get_absolute_url()).content.decode()
    assert AuditEvent.objects.filter(verb="program.drafted", subject_id=str(program.pk)).exists()


def test_a_draft_without_english_is_kept_and_not_published(room, program):
    said = room.as_shown("edit") | {"name_en": "", "summary_en": ""}
    assert room.post("edit", said).status_code == 302
    assert draft_of(program).content["name_en"] == ""
    room.post("publish", {"is_checked": "on", "note": "Sans anglais."})
    assert draft_of(program).is_open and "le nom en anglais" in room.get("publish").content.decode()


def test_a_row_is_added_moved_and_removed_without_saving(room, program):
    said = room.as_shown("criteria")
    count = len([name for name in said if name.endswith("-kind")])
    grown = room.post("criteria", said | {"c-do": "add"})
    rows = grown.context["editor"].rows.forms
    assert (grown.status_code, len(rows)) == (200, count + 1)
    assert not rows[-1].errors
    swapped = room.post("criteria", said | {"c-do": "down-0"}).context["editor"].rows.forms
    assert swapped[1]["label_fr"].value() == said["c-0-label_fr"]
    assert len(room.post("criteria", said | {"c-do": "remove-0"}).context["editor"].rows.forms) == count - 1
    assert not ProgramVersion.objects.exists()


def new_row(rank, **more):
    row = {"here": "1", "kind": "fact", "level": "0", "label_fr": "", "label_en": ""} | more
    return {f"c-{rank}-{name}": value for name, value in row.items()}


def last_rank(said):
    return max(int(name.split("-")[1]) for name in said if name.startswith("c-")) + 1


def test_a_condition_without_words_takes_those_of_its_test(room, program):
    said = room.as_shown("criteria")
    said |= new_row(last_rank(said), fact="age", op="gte", value="18")
    assert room.post("criteria", said).status_code == 302
    leaf = draft_of(program).content["criteria"]["all"][-1]
    assert (leaf["value"], leaf["label_fr"]) == (18, "Âge\u00a0: au moins 18\u00a0ans")
    assert leaf["label_en"].startswith("Age")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([{"fact": "age", "op": "gte", "value": "65"}, {"fact": "age", "op": "lt", "value": "18"}], "ensemble"),
        ([{"fact": "age", "op": "gte", "value": "0"}], "toujours vrai"),
        ([{"fact": "age", "op": "gte", "value": "650"}], "hors de ce qui est possible"),
        ([{"kind": "any"}], "groupe est vide"),
        ([{"fact": "licorne", "op": "eq", "value": "1"}], "choix"),
        ([{"fact": "age", "op": "gte", "value": "beaucoup"}], "chiffres"),
        ([{"fact": "housing_tenure", "op": "eq", "value": "château"}], "choix"),
        ([{"fact": "birth_date", "op": "lt", "value": "1961-01-01"}], "c’est une date"),
        ([{"fact": "family_net_income", "op": "lt", "key": "household_type", "table_single": "9"}], "une ligne pour"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason_and_kept_on_the_page(room, program, rows, reason):
    said = room.as_shown("criteria")
    start = last_rank(said)
    for offset, row in enumerate(rows):
        said |= new_row(start + offset, **row)
    answer = room.post("criteria", said)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert reason in text
    assert not ProgramVersion.objects.exists()
    for row in rows:
        if "value" in row and row["fact"] == "age":
            assert f'value="{row["value"]}"' in text


def test_a_draft_written_meanwhile_is_not_overwritten(room, program):
    said = room.as_shown("edit")
    assert room.post("edit", said | {"summary_fr": "Première main."}).status_code == 302
    answer = room.post("edit", said | {"summary_fr": "Seconde main."})
    assert answer.status_code == 422
    assert "Seconde main." in answer.content.decode()
    assert draft_of(program).content["summary_fr"] == "Première main."


def test_what_an_agent_writes_is_inert_everywhere(room, program, client):
    said = room.as_shown("edit") | {"summary_fr": ATTACK, "holds_for": f"2026 {ATTACK}"}
    assert room.post("edit", said).status_code == 302
    assert room.post("publish", {"revision": "1", "publish": "1"}).status_code == 302
    for page in (room.get("change"), room.get("edit"), client.get(program.get_absolute_url())):
        assert ATTACK not in page.content.decode()
    assert ATTACK not in room.get("version", number=2).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_the_administrator_of_another_organization_gets_404(program, signed_in, ramq_administrator, name):
    client = signed_in(ramq_administrator)
    address = reverse(f"admin:programs_program_{name}", args=[program.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"revision": "0", "publish": "1"}).status_code == 404
    assert not ProgramVersion.objects.exists()


def test_agents_read_and_do_not_write(program, signed_in, saaq_agent):
    client = signed_in(saaq_agent)
    assert client.get(reverse("admin:programs_program_change", args=[program.pk])).status_code == 200
    for name in PAGES:
        assert client.get(reverse(f"admin:programs_program_{name}", args=[program.pk])).status_code == 404
    assert client.get(reverse("admin:programs_program_to_check")).status_code == 403


def test_garbage_never_breaks_the_page(room, program):
    for junk in (
        {"c-0-kind": "fact"},
        {"c-0-level": "x", "c-0-kind": "any"},
        {"c-0-table_x": "\x00"},
        {"c-do": "up-9"},
    ):
        assert room.post("criteria", {"revision": "²", **junk}).status_code in {200, 422}
    assert room.post("edit", {"amounts-0-value": "1e999", "amounts-0-unit": "or"}).status_code == 422


def draft_names(answer):
    """(What the tab must forget, what it will keep this page under)."""
    text = answer.content.decode()
    forget = re.search(r'name="draft-done" content="([^"]+)"', text)
    return forget and forget[1], re.search(r'data-draft="([^"]+)"', text)[1]


@pytest.mark.parametrize(("name", "button"), [("criteria", "c-do=down-0"), ("edit", "documents-do=down-0")])
def test_a_page_whose_rows_moved_is_not_filled_with_what_was_typed_before(room, program, name, button):
    """The tab keeps fields by name: after a move, the same name is another row's."""
    _nothing, first = draft_names(room.get(name))
    field, value = button.split("=")
    moved = room.post(name, room.as_shown(name) | {"draft": first, field: value})
    forget, second = draft_names(moved)
    assert forget == first and second != first
    saved = room.post(name, room.as_shown(name) | {"draft": second})
    assert draft_names(room.client.get(saved.url))[0] == second
    assert draft_names(room.get(name))[0] is None


def test_words_that_only_repeat_the_test_follow_it(room, program):
    said = room.as_shown("criteria")
    rank = last_rank(said)
    room.post("criteria", said | new_row(rank, fact="age", op="gte", value="18"))
    shown = room.as_shown("criteria")
    assert not shown.get(f"c-{rank}-label_fr")
    room.post("criteria", shown | {f"c-{rank}-value": "21"})
    leaf = draft_of(program).content["criteria"]["all"][-1]
    assert (leaf["value"], leaf["label_fr"]) == (21, "Âge\u00a0: au moins 21\u00a0ans")


def test_words_left_behind_by_their_condition_are_told_before_publishing(room, program):
    said = room.as_shown("criteria")
    assert said["c-2-label_fr"] == "Moins de 3 ans depuis l’accident"
    room.post("criteria", said | {"c-2-value": "24"})
    text = room.get("publish").content.decode()
    assert "Ces mots sont-ils encore vrais?" in text and "moins de 24\u00a0mois" in text
    room.post("criteria", room.as_shown("criteria") | {"c-2-label_fr": "Moins de 2 ans depuis l’accident"})
    assert "Ces mots sont-ils encore vrais?" not in room.get("publish").content.decode()


def test_each_fault_says_its_line(room):
    said = room.as_shown("criteria")
    text = room.post("criteria", said | new_row(last_rank(said))).content.decode()
    assert "Ligne 4, fait" in text and "Choisissez un fait" in text
    said = room.as_shown("edit") | {"amounts-1-value": "beaucoup"}
    assert "Montant 2, montant ou taux" in room.post("edit", said).content.decode()
