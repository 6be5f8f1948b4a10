"""The words of a program and of a prompt are held to the rules of all words for people."""

import pytest

from portal.publishing.reading import content_in_force
from programs.facts.models import FactDefinition
from programs.program_versions.review import remarks_on
from programs.programs.models import Program
from programs.prompts.wording import precision_problems, question_problems

BAD = ["Voir <b>ici</b>", "Voir exemple point com", "Voir ｅｘｅｍｐｌｅ", "Cliquez ici"]


@pytest.mark.django_db
@pytest.mark.parametrize("words", BAD)
@pytest.mark.parametrize("name", ["name_fr", "summary_en", "steps_fr", "documents"])
def test_a_program_is_refused_with_the_name_of_the_field(program, name, words):
    values = {"steps_fr": [words], "documents": [{"id": "x", "fr": words, "en": ""}]}
    content = content_in_force(program) | {name: values.get(name, words)}
    (found,) = [one for one in remarks_on(content, FactDefinition.objects.by_code()) if one.is_error]
    assert found.where == "edit" and found.message.partition("\u00a0:")[2]


@pytest.mark.django_db
def test_every_program_of_the_reference_passes(catalogue):
    rows = FactDefinition.objects.by_code()
    for program in Program.objects.all():
        assert [one.message for one in remarks_on(content_in_force(program), rows) if one.is_error] == []


@pytest.mark.parametrize("words", BAD)
def test_a_prompt_is_refused(words):
    assert question_problems(f"{words}, est-ce fait?") and precision_problems(words)
