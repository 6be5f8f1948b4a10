"""No column of gestion whose field is sealed is offered for sorting: its order in the database is no visible one."""

from collections.abc import Iterator

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist

from portal.foundation.crypto.fields import SealedTextField


def sorted_by_seals(section: admin.ModelAdmin, request) -> Iterator[str]:
    for name in section.get_sortable_by(request):
        path = getattr(getattr(section, name, None), "admin_order_field", name)
        try:
            field = section.model._meta.get_field(str(path).lstrip("-"))
        except FieldDoesNotExist:
            continue
        if isinstance(field, SealedTextField):
            yield f"{section.opts.label}.{name}"


def test_no_sealed_column_is_sorted(rf, people):
    request = rf.get("/gestion/")
    request.user = people["olga"]
    sections = admin.site._registry.values()
    assert not [column for section in sections for column in sorted_by_seals(section, request)]
    assert sum(len(list(section.get_sortable_by(request))) for section in sections) > 100
