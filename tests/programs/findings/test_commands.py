"""`advise` and `explain`: the public contract, on the thirty people."""

import json

import pytest
import yaml
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
            if expected.get("to_check"):
                assert answer["programs"][code]["missing"] == []
            if "missing" in expected:
                assert answer["programs"][code]["missing"][0] == expected["missing"][0]
            assert answer["programs"][code]["reasons"]


def test_advise_reads_yaml_and_prints_lines(facts_file, capsys):
    call_command("advise", facts=facts_file("resident_quebec: true\nbirth_date: 1990-01-01\n", "facts.yaml"))
    assert "securite-vieillesse: not_eligible" in capsys.readouterr().out


def test_explain_says_it_in_words(facts_file, capsys):
    call_command("explain", "aide-sociale", "--facts", facts_file(personas()["p03"]["facts"]), "--as-of", "2026-11-15")
    result = capsys.readouterr().out
    assert "pas en ce moment" in result
    assert "Revenu familial net de l’an dernier : moins de 20\u00a0300\u00a0$" in result
    assert "l’organisme décide" in result


BAD = {
    "": "fait",
    "[1, 2]": "fait",
    "bonjour": "fait",
    "null": "fait",
    "{": "ligne 1",
    "birth_date: [1": "ligne 1",
    "- a\nb: 1": "ligne 2",
    "\x00": "impossible à lire",
    "[" * 5_000: "impossible à lire",
    "unheard_of: 1": "unheard_of",
    "1: 2": "vocabulaire",
    "birth_date: avant-hier": "AAAA-MM-JJ",
    "birth_date: 1990-02-30": "une date n’existe pas",
    "birth_date: 1990-01-31T10:00:00": "AAAA-MM-JJ",
    "birth_date: 19900131000": "AAAA-MM-JJ",
    "resident_quebec: oui": "true ou false",
    "resident_quebec: 1": "true ou false",
    "family_net_income: beaucoup": "un nombre",
    "family_net_income: .nan": "un nombre",
    "family_net_income: true": "un nombre",
    "marital_status: licorne": "single",
    "children: 2": "birth_date",
    "children: [{}]": "birth_date",
    "children: [{birth_date: avant-hier}]": "birth_date",
    "children: &a [*a]": "birth_date",
    "road_accident_date: [1]": "null si ce n’est pas arrivé",
}


@pytest.mark.parametrize("command", [("advise",), ("explain", "rqap")])
@pytest.mark.parametrize("text", BAD)
def test_a_file_that_cannot_be_used_is_explained(facts_file, text, command, capsys):
    """What is expected, where, and never the value: it is somebody's."""
    with pytest.raises(CommandError) as refused:
        call_command(*command, "--facts", facts_file(text))
    assert refused.value.returncode == 1
    assert BAD[text] in str(refused.value)
    assert not any(value in str(refused.value) for value in ("licorne", "beaucoup", "avant-hier", "1990-02-30"))
    assert capsys.readouterr().out == ""


def test_a_file_in_another_encoding_is_explained(tmp_path, catalogue):
    path = tmp_path / "facts.yaml"
    path.write_bytes("marital_status: célibataire".encode("latin-1"))
    with pytest.raises(CommandError, match="impossible à lire"):
        call_command("advise", facts=str(path))


@pytest.mark.parametrize("command", [("advise",), ("explain", "rqap")])
def test_a_wrong_day_is_explained(facts_file, command):
    with pytest.raises(CommandError, match="Écrivez-la ainsi"):
        call_command(*command, "--facts", facts_file({}), "--as-of", "demain")


def test_a_fact_that_did_not_happen_and_one_that_is_not_given_differ(facts_file, capsys):
    states = []
    for facts in ({}, {"road_accident_date": None}):
        call_command("advise", "--facts", facts_file(facts), "--as-of", "2026-11-15", "--json")
        reasons = json.loads(capsys.readouterr().out)["programs"]["indemnites-saaq"]["reasons"]
        states.append(reasons[0]["state"])
    assert states == ["missing", "not_met"]


def test_yaml_and_json_give_the_same_answer(facts_file, capsys):
    facts, found = personas()["p01"]["facts"], []
    for text, name in ((json.dumps(facts), "facts.json"), (yaml.safe_dump(facts), "facts.yaml")):
        call_command("advise", "--facts", facts_file(text, name), "--as-of", "2026-11-15", "--json")
        found.append(json.loads(capsys.readouterr().out))
    assert found[0] == found[1]


@pytest.mark.parametrize("who", personas())
def test_explain_agrees_with_advise_for_each_person(facts_file, capsys, who):
    """The words of the verdict, the first question, and nothing to ask when the organization must look."""
    words = {"eligible": "vous pourriez y avoir droit", "unknown": "à vérifier", "not_eligible": "pas en ce moment"}
    path = facts_file(personas()[who]["facts"])
    for code, expected in personas()[who]["expected"].items():
        call_command("explain", code, "--facts", path, "--as-of", "2026-11-15")
        result = capsys.readouterr().out
        assert result.splitlines()[0].endswith(words[expected["verdict"]]), code
        assert ("À demander" in result) == (expected["verdict"] == "unknown" and not expected.get("to_check")), code


def test_an_unknown_program_or_file_is_explained(facts_file):
    with pytest.raises(CommandError, match="aucun programme"):
        call_command("explain", "nowhere", facts=facts_file({}))
    with pytest.raises(CommandError, match="impossible à ouvrir"):
        call_command("explain", "rqap", facts="nowhere.json")


def test_the_exact_form_of_the_answer(facts_file, capsys):
    call_command("advise", "--facts", facts_file({"resident_quebec": True}), "--as-of", "2026-11-15", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"as_of", "programs"}
    one = answer["programs"]["allocation-famille"]
    assert set(one) == {"verdict", "missing", "reasons"}
    assert one["verdict"] in {"eligible", "not_eligible", "unknown"} and one["missing"]
    result = next(reason for reason in one["reasons"] if reason["fact"] == "resident_quebec")
    assert (result["state"], result["known"], result["source"], result["known_on"]) == (
        "met",
        True,
        "file",
        "2026-11-15",
    )
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
