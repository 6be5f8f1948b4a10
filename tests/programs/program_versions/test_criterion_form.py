"""The editor's round trip: criteria → what one would type → criteria, for every program."""

import pytest

from portal.criteria.editor.criterion_form import CriterionForm
from portal.criteria.editor.lists import RowList
from portal.criteria.editor.rows import criteria_of, rows_of
from programs.facts.models import FactDefinition
from programs.programs.models import Program

pytestmark = pytest.mark.django_db


def typed_back(criteria, definitions):
    held = [(row, definitions) for row in rows_of(criteria)]
    rows = RowList("c", CriterionForm, held, None, definitions=definitions)
    assert rows.is_valid(), [form.errors for form in rows.forms]
    assert all(form.sentence or form.is_group for form in rows.forms)
    return criteria_of(rows.written)


def test_the_criteria_of_the_forty_six_programs_come_back_to_the_letter(catalogue):
    definitions = FactDefinition.objects.by_code()
    programs = list(Program.objects.order_by("code"))
    assert len(programs) == 46
    for program in programs:
        assert typed_back(program.criteria, definitions) == program.criteria, program.code


@pytest.mark.parametrize(
    "leaf",
    [
        {"fact": "housing_cost_share", "op": "gte", "value": 30.5},
        {"fact": "birth_date", "op": "lt", "value": "1961-01-01"},
        {"fact": "crime_date", "op": "exists", "value": False},
        {"fact": "crime_date", "op": "ne", "value": None},
        {"fact": "age", "op": "in", "value": [18, 19]},
        {"fact": "resident_quebec", "op": "in", "value": [True, False]},
    ],
)
def test_other_forms_of_conditions_come_back(catalogue, leaf):
    labelled = leaf | {"label_fr": "Ceci", "label_en": "This"}
    assert typed_back({"all": [labelled]}, FactDefinition.objects.by_code()) == {"all": [labelled]}
