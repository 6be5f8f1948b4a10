"""Pages of examples, preview, publication, history and the work list."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.clock import today
from programs.counts.actions import count
from programs.counts.shown import shown_counts
from programs.programs.models import Program
from programs.programs.upkeep import gaps, last_year

pytestmark = pytest.mark.django_db


def test_examples_are_run_as_they_are_shown(room, program):
    text = room.get("examples").content.decode()
    assert text.count("concorde</") == len(program.examples)


def test_an_example_is_added_from_an_invented_person(room, program):
    rank = len(program.examples)
    answer = room.get("example", {"personne": "p01"}, rank=rank)
    said = {"revision": "0", "name": "Amélie ailleurs", "as_of": "2026-11-15", "verdict": "not_eligible"}
    for form in answer.context["facts"].forms:
        said |= {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "")}
    assert room.post("example", said, rank=rank).status_code == 302
    added = program.versions.open().get().content["examples"][rank]
    persona = {"birth_date": "1992-04-02", "children": [{"birth_date": "2026-09-10", "born_in_quebec": True}]}
    assert added["facts"] | persona == added["facts"]
    assert added["facts"]["road_accident_date"] is None


def test_an_example_is_removed(room, program):
    room.post("example", {"revision": "0", "remove": "1"}, rank=0)
    assert program.versions.open().get().content["examples"] == program.examples[1:]


def test_an_example_beyond_the_list_does_not_exist(room, program):
    assert room.get("example", rank=len(program.examples) + 1).status_code == 404


def test_what_is_wrong_in_an_example_stays_on_the_page(room, program):
    bad = {
        "revision": "0",
        "name": "",
        "as_of": "hier",
        "verdict": "eligible",
        "f-0-fact": "birth_date",
        "f-0-value": "x",
    }
    answer = room.post("example", bad, rank=0)
    assert answer.status_code == 422
    assert "hier" in answer.content.decode()


def test_preview_explains_on_any_persona_and_on_invented_facts(room, program):
    text = room.get("preview", {"personne": "p01"}).content.decode()
    assert "Non rempli" in text
    facts = {"f-0-here": "1", "f-0-fact": "road_accident_date", "f-0-value": today().isoformat()}
    text = room.post("preview", facts).content.decode()
    assert "Rempli" in text
    assert not program.versions.exists()


def test_the_publish_page_tells_differences_and_dates(room, program):
    room.post("edit", room.as_shown("edit") | {"holds_for": "2026 et 2027"})
    text = room.get("publish").content.decode()
    assert "<ins>" in text
    past = room.post("publish", {"revision": "1", "publish": "1", "effective_on": "2020-01-01"})
    assert past.status_code == 422 and "passée" in past.content.decode()
    later = today() + timedelta(days=200)
    assert room.post("publish", {"revision": "1", "publish": "1", "effective_on": later}).status_code == 302
    assert f'datetime="{later}"' in room.get("ledger").content.decode()
    assert room.get("version", number=2).status_code == 200
    assert room.post("take_back", {"sure": "1"}, number=2).status_code == 302
    assert program.versions.get(number=2).state == "discarded"


def test_a_draft_is_given_up(room, program):
    room.post("edit", room.as_shown("edit") | {"holds_for": "2027"})
    asked = room.post("publish", {"revision": "1", "discard": "1"})
    assert 'name="sure"' in asked.content.decode() and program.versions.open().exists()
    assert room.post("publish", {"revision": "1", "discard": "1", "sure": "1"}).status_code == 302
    assert not program.versions.open().exists()


def test_a_program_is_started_in_ones_own_organization(room, program, ramq):
    address = reverse("admin:programs_program_add")
    assert room.client.get(address).status_code == 200
    said = {"name_fr": "Aide nouvelle", "theme": "emploi", "organization": program.organization_id}
    assert room.client.post(address, said).status_code == 302
    assert room.client.post(address, said | {"organization": ramq.pk}).status_code == 422
    assert Program.objects.filter(name_fr="Aide nouvelle").count() == 1


def test_the_work_list_empties_as_records_are_completed(room, program):
    address = reverse("admin:programs_program_to_check")
    assert program.name_fr in room.client.get(address).content.decode()
    assert any("vérifié" in gap for gap in gaps(program, today()))
    room.post("vouch", {})
    program.refresh_from_db()
    assert not any("Jamais" in gap for gap in gaps(program, today()))


@pytest.mark.parametrize(
    ("words", "year"), [("juillet 2025-juin 2026", 2026), ("2023", 2023), ("", None), ("constant", None)]
)
def test_the_last_year_of_a_period(words, year):
    assert last_year(words) == year


def test_small_counts_are_not_told(program):
    for _turn in range(4):
        count(step="seen", programs=[program])
    assert shown_counts([program], today())[0].seen is None
    count(step="seen", programs=[program])
    result = shown_counts([program], today())[0]
    assert (result.seen, result.opened) == (5, 0)


def published(room, **said):
    room.post("edit", room.as_shown("edit") | said)
    draft = room.program.versions.open().get()
    return room.post("publish", {"revision": str(draft.revision), "publish": "1"})


def test_one_goes_back_to_a_former_version(room, program, client):
    before = program.summary_fr
    published(room, summary_fr="Une erreur.")
    text = room.get("version", number=1).content.decode()
    assert "Revenir à cette version" in text and 'name="revision" value="0"' in text
    assert room.post("restore", {"revision": "0"}, number=1).status_code == 302
    draft = program.versions.open().get()
    assert (draft.content["summary_fr"], draft.note) == (before, "Retour à la version 1")
    assert room.post("restore", {"revision": "0"}, number=1).url.endswith("/versions/1/")  # a draft was written since
    room.post("publish", {"revision": str(draft.revision), "publish": "1"})
    assert before in client.get(program.get_absolute_url()).content.decode()
    assert room.get("restore", number=1).status_code == 302
    assert room.post("restore", {"revision": "0"}, number=99).status_code == 404


def test_a_second_click_on_publish_is_no_error(room, program):
    room.post("edit", room.as_shown("edit") | {"summary_fr": "Nos mots."})
    for _click in range(2):
        answer = room.client.post(room.address("publish"), {"revision": "1", "publish": "1"}, follow=True)
        assert "error" not in {message.level_tag for message in answer.context["messages"]}
    assert "déjà publié" in answer.content.decode()
    assert program.versions.count() == 2


def test_a_version_taken_back_twice_is_told(room, program):
    room.post("edit", room.as_shown("edit") | {"summary_fr": "Nos mots."})
    day = today() + timedelta(days=40)
    room.post("publish", {"revision": "1", "publish": "1", "effective_on": day.isoformat()})
    for status in (302, 404):
        assert room.post("take_back", {"sure": "1"}, number=2).status_code == status


@pytest.mark.parametrize("day", ["2020-01-01", "9999-12-31", "demain", "2027-13-01"])
def test_a_day_that_cannot_be_is_refused_and_nothing_is_published(room, program, day):
    room.post("edit", room.as_shown("edit") | {"summary_fr": "Nos mots."})
    assert room.post("publish", {"revision": "1", "publish": "1", "effective_on": day}).status_code == 422
    assert program.versions.open().exists()


def test_a_fact_that_does_not_exist_in_an_example_stays_on_the_page(room, program):
    said = {"revision": "0", "name": "Léo", "as_of": "2026-11-15", "verdict": "eligible"}
    answer = room.post("example", said | {"f-0-here": "1", "f-0-fact": "licorne"}, rank=len(program.examples))
    assert answer.status_code == 422 and "Léo" in answer.content.decode()
    assert not program.versions.exists()
