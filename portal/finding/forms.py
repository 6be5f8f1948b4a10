"""What an agent types to find somebody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.foundation.words.typed import LONGEST


class SearchForm(forms.Form):
    """One box for all that people say of themselves. No `maxlength`: a browser would cut a pasted text in silence."""

    words = forms.CharField(
        label=_("Chercher une personne"),
        help_text=_(
            "Nom, téléphone, courriel, code postal, date de naissance ou numéro de dossier, en tout ou en partie. "
            "Les accents et les petites fautes ne comptent pas."
        ),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search", "enterkeyhint": "search"}),
    )

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if len(words) > LONGEST:
            raise forms.ValidationError(
                _(
                    "C’est trop long pour une recherche\u00a0: écrivez au plus %(most)d signes, un nom ou un numéro "
                    "seulement."
                ),
                params={"most": LONGEST},
            )
        return words
