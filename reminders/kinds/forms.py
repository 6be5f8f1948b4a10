"""The public list's filters, combinable and kept in the address."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.catalogue.narrowing import CountedChoiceField, counted_choice
from portal.foundation.words.folding import plain
from portal.foundation.words.ordering import french_order
from reminders.kinds.models import DeadlineKind


class KindsForm(forms.Form):
    """A GET form; what does not fit is ignored. `kinds` are all the public ones, `events` the life events with the
    codes of the kinds that each opens: the list is short enough to be narrowed in Python, without a query more."""

    mots = forms.CharField(label=_("Chercher une échéance"), required=False, max_length=80)
    genre = CountedChoiceField(label=_("Genre"), every=_("Tous"))
    evenement = CountedChoiceField(label=_("Ce qui m’arrive"), every=_("Toutes les situations"))
    organisme = CountedChoiceField(label=_("Organisme"), every=_("Tous les organismes"))

    def __init__(self, data: Any, *, kinds: Iterable[DeadlineKind], events: Mapping[str, tuple[str, set[str]]]) -> None:
        given = {name: data.get(name, "") for name in self.base_fields}
        super().__init__(given)
        self.kinds, self.events = list(kinds), events
        organizations = {kind.organization.code: kind.organization.name_fr for kind in self.kinds}
        named = sorted(organizations.items(), key=lambda option: french_order(option[1]))
        self._offer("genre", DeadlineKind.Nature.choices)
        self._offer("evenement", [(code, title) for code, (title, _codes) in events.items()])
        self._offer("organisme", named)
        for name in ("genre", "evenement", "organisme"):  # what is not offered narrows nothing
            if given[name] not in counted_choice(self, name).words:
                given[name] = ""

    def narrowed(self, *, but: str = "") -> list[DeadlineKind]:
        """The kinds that fit every filter, `but` one."""
        return [kind for kind in self.kinds if all(self._fits(kind, name) for name in self.fields if name != but)]

    def _fits(self, kind: DeadlineKind, name: str) -> bool:
        wanted = self.data[name]
        return not wanted or (self._says(kind, wanted) if name == "mots" else wanted in self._codes(kind, name))

    def _codes(self, kind: DeadlineKind, name: str) -> set[str]:
        if name == "evenement":
            return {code for code, (_title, opened) in self.events.items() if kind.code in opened}
        return {kind.nature if name == "genre" else kind.organization.code}

    def _says(self, kind: DeadlineKind, words: str) -> bool:
        """Every word is somewhere in what the kind says, accents and case aside."""
        text = plain(" ".join([kind.title_fr, kind.rule, kind.audience_fr, kind.organization.name_fr]))
        return all(word in text for word in plain(words[:80]).split())

    def _offer(self, name: str, options: Iterable[tuple[str, Any]]) -> None:
        counts = Counter(code for kind in self.narrowed(but=name) for code in self._codes(kind, name))
        counted_choice(self, name).count([(code, str(words), counts[code]) for code, words in options])
