"""The catalogue's filter, and the words that an organization edits."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.organizations.models import Organization
from programs.programs.models import Program, Theme


class CatalogueForm(forms.Form):
    """A GET form; what does not fit is ignored, never an error page."""

    q = forms.CharField(label=_("Rechercher"), required=False, max_length=100)
    theme = forms.ChoiceField(label=_("Thème"), required=False, choices=[("", _("Tous les thèmes")), *Theme.choices])
    organisme = forms.ModelChoiceField(
        label=_("Organisme"),
        required=False,
        empty_label=_("Tous les organismes"),
        to_field_name="code",
        queryset=Organization.objects.filter(programs__state=Program.State.PUBLISHED).distinct(),
    )

    def narrow(self, programs: QuerySet[Program]) -> QuerySet[Program]:
        wanted = self.cleaned_data
        if wanted["theme"]:
            programs = programs.filter(theme=wanted["theme"])
        if wanted["organisme"]:
            programs = programs.filter(organization=wanted["organisme"])
        return programs.matching(wanted["q"])

    def is_narrowing(self) -> bool:
        return any(self.data.get(name) for name in self.fields)
