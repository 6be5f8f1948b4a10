"""What the home page reads of findings: names of programs, and none of their lists in JSON."""

import pytest
from django.db import connection
from django.db.models import JSONField
from django.test.utils import CaptureQueriesContext

from programs.findings.models import Finding
from programs.programs.models import Program

pytestmark = pytest.mark.django_db


def test_programs_come_without_their_lists(bruno):
    with CaptureQueriesContext(connection) as captured:
        list(Finding.objects.filter(citizen=bruno.citizen).with_names_of_programs())
    (query,) = captured
    assert "name_fr" in query["sql"] and "programs_program" in query["sql"]
    lists = [field.name for field in Program._meta.get_fields() if isinstance(field, JSONField)]
    assert len(lists) > 5 and not [name for name in lists if f'"{name}"' in query["sql"]]
