"""The French plural, for sentences written in French in the code.

What no catalogue holds gets the English rule from Django: «0 enfants». In French the plural begins at two (Office
québécois de la langue française)."""

from django.utils.translation.trans_real import DjangoTranslation

_BEGINS_AT = 2


def begin_at_two() -> None:
    """Give French pages the singular below two, whether a catalogue holds the sentence or not."""
    DjangoTranslation.ngettext = _ngettext


_english_rule = DjangoTranslation.ngettext


def _ngettext(self: DjangoTranslation, one: str, many: str, count: int) -> str:
    found = _english_rule(self, one, many, count)
    is_untranslated = found is many and self.language().startswith("fr")
    return one if is_untranslated and abs(count) < _BEGINS_AT else found
