"""The vocabulary that SQL compiles from is the one that Python reads: null or not included."""

import pytest

from portal.criteria.nodes import read_tree
from portal.criteria.sql import compile_sql
from programs.facts.models import FactDefinition
from tests.programs.reference_rules import kinds

pytestmark = pytest.mark.django_db
QUESTIONS = FactDefinition.objects.filter(is_derived=False)


def test_the_rows_say_what_the_reference_says(catalogue):
    assert FactDefinition.objects.kinds() == kinds()


def test_what_did_not_happen_is_not_recent(catalogue):
    """«Less than 36 months since the accident» is not met by somebody who had none, in SQL either."""
    rows = FactDefinition.objects.kinds()
    counters = [code for code in rows if code.startswith("months_since_")]
    assert counters and all(rows[code].nullable for code in counters)
    for code in counters:
        tree = read_tree({"fact": code, "op": "lt", "value": 36})
        assert "-1000000000" in str(compile_sql(tree, rows))


def test_each_question_is_a_sentence(catalogue):
    """As it is asked: it ends with a question mark, or it says why it is one."""
    odd = [row.question for row in QUESTIONS if "?" not in row.question]
    assert not odd
