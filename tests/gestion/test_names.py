"""Columns and fields of every section of gestion are named in words that somebody wrote, never by the code's name."""

from collections.abc import Iterator

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, label_for_field
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise


def shown_fields(section: admin.ModelAdmin) -> Iterator[str]:
    """What lists, pages and filters of a section may show."""
    yield from (name for name in section.list_display if name != "__str__")  # named as the section is
    yield from flatten_fieldsets([(None, {"fields": section.fields or ()}), *(section.fieldsets or ())])
    yield from section.readonly_fields
    filtered = (one[0] if isinstance(one, tuple) else one for one in section.list_filter)
    yield from (name for name in filtered if isinstance(name, str))


def unnamed(section: admin.ModelAdmin) -> Iterator[str]:
    for name in shown_fields(section):
        try:
            named = section.model._meta.get_field(name).verbose_name
        except FieldDoesNotExist:
            method = getattr(section, name, None) or getattr(section.model, name)
            named = getattr(method, "short_description", label_for_field(name, section.model, section))
        if not isinstance(named, Promise):  # Django's own, made from the code's name: ours are translated
            yield f"{section.opts.label}.{name}: «{named}»"


def test_each_column_and_field_is_named_in_words():
    nameless = {fault for section in admin.site._registry.values() for fault in unnamed(section)}
    assert not nameless, "\n".join(sorted(nameless))
