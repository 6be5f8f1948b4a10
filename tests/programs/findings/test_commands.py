"""`advise` and `explain`: the public contract, on the thirty people."""

import json

import pytest
from django.core.management import CommandError, call_command

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
