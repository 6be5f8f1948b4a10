"""How the fields of every form are written, gestion's included (`FORM_RENDERER`)."""

from typing import Any

from django.forms import BoundField, CheckboxSelectMultiple, Widget
from django.forms.renderers import TemplatesSetting


class AccessibleField(BoundField):
    """A field whose language and group are said to whoever listens."""

    @property
    def use_fieldset(self) -> bool:
        """Django's related-object wrapper hides that what it wraps is a group of boxes."""
        return super().use_fieldset or isinstance(_unwrapped(self.field.widget), CheckboxSelectMultiple)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Add the language of English texts; no box of a group is required by itself."""
        attrs = super().build_widget_attrs(attrs, widget)
        if self.name.endswith("_en"):
            attrs.setdefault("lang", "en")
        if isinstance(_unwrapped(self.field.widget), CheckboxSelectMultiple):
            attrs.pop("required", None)
        return attrs


class Renderer(TemplatesSetting):
    bound_field_class = AccessibleField


def _unwrapped(widget: Widget) -> Widget:
    return getattr(widget, "widget", widget)
