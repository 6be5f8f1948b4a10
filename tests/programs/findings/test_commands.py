"""`advise` and `explain`: the public contract, on the thirty people."""

import json

import pytest
from django.core.management import CommandError, call_command

from programs.programs.models import Program
from tests.programs.reference_rules import personas

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts_file(tmp_path, catalogue):
    def write(facts, name="facts.json"):
        path = tmp_path / name
        path.write_text(facts if isinstance(facts, str) else json.dumps(facts), encoding="utf-8")
        return str(path)

    return write


def test_advise_answers_for_all_thirty(facts_file, capsys):
    for persona in personas().values():
        call_command("advise", "--facts", facts_file(persona["facts"]), "--as-of", "2026-11-15", "--json")
        answer = json.loads(capsys.readouterr().out)
        assert answer["as_of"] == "2026-11-15"
        assert len(answer["programs"]) == 46
        for code, expected in persona["expected"].items():
            assert answer["programs"][code]["verdict"] == expected["verdict"], (persona["id"], code)
            if "missing" in expected:
                assert answer["programs"][code]["missing"][0] == expected["missing"][0]
            assert answer["programs"][code]["reasons"]


def test_advise_reads_yaml_and_prints_lines(facts_file, capsys):
    call_command("advise", facts=facts_file("resident_quebec: true\nbirth_date: 1990-01-01\n", "facts.yaml"))
    assert "securite-vieillesse: not_eligible" in capsys.readouterr().out


def test_explain_says_it_in_words(facts_file, capsys):
    call_command("explain", "aide-sociale", "--facts", facts_file(personas()["p03"]["facts"]), "--as-of", "2026-11-15")
    told = capsys.readouterr().out
    assert "pas en ce moment" in told
    assert "Revenu familial net de l’an dernier : moins de 20\u00a0300\u00a0$" in told
    assert "l’organisme décide" in told


@pytest.mark.parametrize("text", ["", "[1, 2]", "{", "unheard_of: 1", "birth_date: hier"])
def test_a_file_that_cannot_be_used_is_explained(facts_file, text):
    with pytest.raises(CommandError):
        call_command("advise", facts=facts_file(text), json=True)


def test_an_unknown_program_or_file_is_explained(facts_file):
    with pytest.raises(CommandError, match="aucun programme"):
        call_command("explain", "nowhere", facts=facts_file({}))
    with pytest.raises(CommandError, match="impossible à lire"):
        call_command("explain", "rqap", facts="nowhere.json")


def test_the_exact_form_of_the_answer(facts_file, capsys):
    call_command("advise", "--facts", facts_file({"resident_quebec": True}), "--as-of", "2026-11-15", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"as_of", "programs"}
    one = answer["programs"]["allocation-famille"]
    assert set(one) == {"verdict", "missing", "reasons"}
    assert one["verdict"] in {"eligible", "not_eligible", "unknown"} and one["missing"]
    told = next(reason for reason in one["reasons"] if reason["fact"] == "resident_quebec")
    assert (told["state"], told["known"], told["source"], told["known_on"]) == ("met", True, "file", "2026-11-15")
    asked = next(reason for reason in one["reasons"] if reason["state"] == "missing")
    assert "source" not in asked and "known" not in asked


def test_every_reason_whose_fact_is_known_says_its_source(facts_file, capsys):
    call_command("advise", "--facts", facts_file(personas()["p01"]["facts"]), "--as-of", "2026-11-15", "--json")
    reasons = [reason for one in json.loads(capsys.readouterr().out)["programs"].values() for reason in one["reasons"]]
    known = [reason for reason in reasons if "known" in reason]
    assert len(known) > 50
    assert {reason["source"] for reason in known} == {"file"}
    assert {"missing"} >= {reason["state"] for reason in reasons if "known" not in reason}


def test_a_whole_persona_is_read_too(facts_file, capsys):
    call_command("advise", facts=facts_file(personas()["p01"]), json=True)
    assert len(json.loads(capsys.readouterr().out)["programs"]) == 46


def test_explain_says_from_when(facts_file, capsys):
    facts = {
        "birth_date": "1962-03-10",
        "resident_quebec": True,
        "immigration_status": "citizen",
        "years_in_canada_after_18": 40,
    }
    call_command("explain", "securite-vieillesse", "--facts", facts_file(facts), "--as-of", "2026-11-15")
    assert "Possible à partir du 10 mars 2027" in capsys.readouterr().out


def test_the_exit_codes_are_distinct(facts_file, db):
    with pytest.raises(CommandError) as unusable:
        call_command("advise", facts=facts_file("{"), json=True)
    assert unusable.value.returncode == 1
    Program.objects.update(state="draft")
    with pytest.raises(CommandError, match="import_programs") as empty:
        call_command("advise", facts=facts_file({}), json=True)
    assert empty.value.returncode == 3


def test_without_a_vocabulary_the_next_step_is_said(tmp_path, nothing_imported):
    path = tmp_path / "facts.json"
    path.write_text("{}")
    with pytest.raises(CommandError, match="import_programs"):
        call_command("explain", "rqap", facts=str(path))
