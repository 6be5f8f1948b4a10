"""The catalogue's filters, combinable and kept in the address."""

from collections import Counter
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.catalogue.narrowing import CountedChoiceField, counted_choice
from portal.foundation.words.ordering import french_order
from programs.programs.models import Program, Theme


class CatalogueForm(forms.Form):
    """A GET form; what does not fit is ignored, never an error page. Each option says how many programs it would
    leave, the other filters kept: counted from the codes of those that match the words, read in one query."""

    q = forms.CharField(label=_("Rechercher"), required=False, max_length=100)
    theme = CountedChoiceField(label=_("Thème"), every=_("Tous les thèmes"))
    evenement = CountedChoiceField(label=_("Ce qui m’arrive"), every=_("Toutes les situations"))
    organisme = CountedChoiceField(label=_("Organisme"), every=_("Tous les organismes"))

    def __init__(self, data: Any) -> None:
        given = {name: data.get(name, "") for name in self.base_fields}
        given["q"] = given["q"][:100]
        super().__init__(given)
        self.places = _places(given["q"])
        for name in FACETS:
            counted_choice(self, name).count(self._counted(name))
        for name in FACETS:  # what is not offered narrows nothing
            if given[name] not in counted_choice(self, name).words:
                given[name] = ""

    def narrowed(self) -> QuerySet[Program]:
        """The published programs that fit every filter."""
        return Program.objects.published().filter(pk__in=self._fitting())

    def _fitting(self, *, but: str = "") -> list[UUID]:
        """Of the programs that match the words, those that fit the filters, `but` one."""
        wanted = [(name, self.data[name]) for name in FACETS if name != but and self.data[name]]
        return [key for key, place in self.places.items() if all(code in place[name] for name, code in wanted)]

    def _counted(self, name: str) -> list[tuple[str, str, int]]:
        """(code, words, how many), in alphabetical order."""
        left = [self.places[key][name] for key in self._fitting(but=name)]
        counts = Counter(code for place in left for code in place)
        words = {code: words for place in left for code, words in place.items()}
        return [(code, words[code], counts[code]) for code in sorted(words, key=lambda code: french_order(words[code]))]


FACETS = ("theme", "evenement", "organisme")


def _places(text: str) -> dict[UUID, dict[str, dict[str, str]]]:
    """Program → facet → {code: words}, in one query."""
    themes = dict(Theme.choices)
    columns = (
        "pk",
        "theme",
        "life_events__code",
        "life_events__title_fr",
        "organization__code",
        "organization__name_fr",
    )
    found: dict[UUID, dict[str, dict[str, str]]] = {}
    for key, theme, event, title, organization, name in (
        Program.objects.published().matching(text).order_by().values_list(*columns)
    ):
        place = found.setdefault(key, {"theme": {}, "evenement": {}, "organisme": {}})
        place["theme"][theme] = str(themes.get(theme, theme))
        place["organisme"][organization] = name
        if event:
            place["evenement"][event] = title
    return found
