"""What one searches, and what one narrows by. A GET form: an address that can be kept and shared."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.catalogue.models import CatalogueEntry, Synonym
from portal.catalogue.searching import LONGEST
from portal.foundation.words.folding import plain
from portal.organizations.models import Organization


class CatalogueSearchForm(forms.Form):
    q = forms.CharField(
        label=_("Que cherchez-vous?"),
        required=False,
        max_length=LONGEST,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    section = forms.ChoiceField(
        label=_("Genre"), required=False, choices=[("", _("Tout")), *CatalogueEntry.Section.choices]
    )
    organization = forms.ModelChoiceField(
        label=_("Organisme"),
        required=False,
        empty_label=_("Tous"),
        queryset=Organization.objects.order_by("name_order"),
        to_field_name="code",
    )

    @property
    def narrowed(self) -> dict[str, Any]:
        """Filters for `searching.search`. What is not understood narrows nothing."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {name: given[name] for name in ("section", "organization") if given.get(name)}


class SynonymForm(forms.ModelForm):
    class Meta:
        model = Synonym
        fields = ["term", "meaning"]

    def clean_term(self) -> str:
        """It is kept as it is compared: «œ» counts for two letters, signs for none."""
        term = self.cleaned_data["term"]
        longest = Synonym._meta.get_field("term_plain").max_length or 0
        if not 0 < len(plain(term)) <= longest:
            raise forms.ValidationError(_("Écrivez un ou quelques mots, en lettres ou en chiffres."))
        return term

    def clean(self) -> dict[str, Any]:
        """The same words were perhaps proposed, and answered."""
        given = super().clean() or {}
        term, meaning = given.get("term"), given.get("meaning")
        held = Synonym.objects.filter(term_plain=plain(term), meaning=meaning).first() if term and meaning else None
        if held is not None:
            why = f"\u00a0: {held.refused_why}" if held.refused_why else "."
            text = gettext("Ce synonyme est déjà noté (%(state)s)%(why)s")
            raise forms.ValidationError(text % {"state": held.get_state_display(), "why": why})
        return given


class RefusalForm(forms.Form):
    why = forms.CharField(
        label=_("Pourquoi"),
        help_text=_("La personne qui l’a proposé le lit."),
        max_length=Synonym._meta.get_field("refused_why").max_length,
        error_messages={"required": _("Dites en quelques mots pourquoi ce synonyme est refusé.")},
    )
